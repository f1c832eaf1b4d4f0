// The command that makes a run again.
import { isDeepStrictEqual } from 'node:util';
import { algorithm, algorithms, presetFor } from '../agents/index.js';
import { completeWrappers } from '../envs/index.js';
import { formatNamed, formatValue, type NamedOptions } from '../io/setting-text.js';
import { shellCommand } from '../io/shell.js';
import { moduleFromHere } from './modules.js';
import type { PresetOptions } from './preset-options.js';
import { intervals, type RunConfig } from './run-config.js';

/**
 * `trainyard train …` with every setting that differs from the preset and the defaults, quoted for a shell; paths from
 * the current folder.
 *
 * @param folder Of the run, which paths in its configuration are relative to.
 * @param program How trainyard is called here.
 */
export function commandOf(config: RunConfig, folder: string, program = 'trainyard'): string {
  if (config.env.program) {
    return `# Made by a program with an environment of its own, ${config.env.id}: run that program again.`;
  }
  return shellCommand([...program.split(' '), ...trainWords(config, folder)]);
}

/** The words after the program's name. */
export function trainWords(config: RunConfig, folder: string): string[] {
  const { env, algo, budget } = config;
  const known: PresetOptions | undefined = config.dataset ? undefined : presetFor(algo, env.id);
  const preset = known && canStartFrom(known, config) ? known : undefined;
  const { seed, ...hyperparameters } = config.config;
  const usual = usualHyperparameters(algo, preset);
  const { evaluation: usualEvaluation, checkpoint: usualCheckpoint } = intervals(budget, preset);
  const { evaluation, checkpoint } = config;
  const unless = (same: boolean, ...words: string[]) => (same ? [] : words);
  const differing = (flag: string, value: unknown, standard: unknown) =>
    unless(isDeepStrictEqual(value, standard), flag, formatValue(value));
  return [
    ...['train', env.id, '--algo', algo, `--${budget.unit}`, String(budget.amount), '--seed', String(seed)],
    ...unless(!known || preset !== undefined, '--no-preset'),
    ...differing(
      '--num-envs',
      env.numEnvs,
      config.dataset ? 1 : (preset?.numEnvs ?? (isKnown(algo) ? algorithm(algo).numEnvs : undefined) ?? 1),
    ),
    ...differing('--vectorization', env.vectorization, 'auto'),
    // Whether WASM multiplies and adds in one step follows from the machine.
    ...unless(/^wasm/.test(config.backend), '--backend', config.backend),
    ...unless(isDeepStrictEqual(env.wrappers, wrappersOf(preset)), ...repeated('--wrap', env.wrappers)),
    ...settings('--set', hyperparameters, usual),
    ...settings('--env-set', env.options, preset?.envOptions ?? {}),
    ...differing('--eval-every', evaluation.every, usualEvaluation.every),
    ...differing('--eval-episodes', evaluation.episodes, usualEvaluation.episodes),
    ...differing('--eval-epsilon', evaluation.epsilon, usualEvaluation.epsilon),
    ...differing('--final-episodes', config.finalEpisodes, preset?.finalEpisodes),
    ...differing('--checkpoint-every', checkpoint.every, usualCheckpoint.every),
    ...differing('--checkpoint-keep', checkpoint.keep, usualCheckpoint.keep),
    ...differing('--stop-at-reward', config.stopAtReward, undefined),
    ...repeated('--callback', config.callbacks),
    ...(config.from ? ['--from', moduleFromHere(config.from.run, folder)] : []),
    ...(config.dataset ? ['--dataset', moduleFromHere(config.dataset, folder)] : []),
    ...config.imports.flatMap((name) => ['--import', moduleFromHere(name, folder)]),
  ];
}

function isKnown(algo: string): boolean {
  return algorithms().some(({ id }) => id === algo);
}

/** What a preset sets can be changed by a command, but not taken away. */
function canStartFrom(preset: PresetOptions, { env }: RunConfig): boolean {
  const kept = Object.keys(preset.envOptions ?? {}).every((key) => key in env.options);
  return kept && (preset.wrappers === undefined || env.wrappers.length > 0);
}

/** As they stand in a configuration. */
function wrappersOf(preset: PresetOptions | undefined): RunConfig['env']['wrappers'] {
  return completeWrappers(
    (preset?.wrappers ?? []).map((each) => (typeof each === 'string' ? { name: each } : each)),
  );
}

/** None of an algorithm that is not imported here: the command then spells all of them out. */
function usualHyperparameters(algo: string, preset: PresetOptions | undefined): Record<string, unknown> {
  return isKnown(algo) ? algorithm(algo).schema.parse({ ...preset?.config }) : {};
}

function settings(flag: string, values: Record<string, unknown>, usual: Record<string, unknown>): string[] {
  const changed = Object.entries(values).filter(([key, value]) => !isDeepStrictEqual(value, usual[key]));
  return changed.flatMap(([key, value]) => [flag, `${key}=${formatValue(value)}`]);
}

function repeated(flag: string, items: readonly NamedOptions[]): string[] {
  return items.flatMap((item) => [flag, formatNamed(item)]);
}
