// The command that makes a run again.
import { isDeepStrictEqual } from 'node:util';
import { algorithm } from '../agents/index.js';
import { shellWord } from '../io/shell.js';
import { presetFor } from './presets/index.js';
import type { RunConfig } from './run-config.js';

/** `trainyard train …` with every setting that differs from the preset and the defaults. */
export function commandOf({ env, algo, config, totalSteps, stopAtReward }: RunConfig): string {
  const preset = presetFor(algo, env.id);
  const usual: Record<string, unknown> = algorithm(algo).schema.parse({ ...preset?.config });
  const changed = (values: Record<string, unknown>, base: Record<string, unknown>, flag: string) => {
    const pairs = Object.entries(values).filter(([key, value]) => !isDeepStrictEqual(value, base[key]));
    return pairs.map(([key, value]) => `${flag} ${shellWord(`${key}=${asText(value)}`)}`);
  };
  const { seed, ...hyperparameters } = config;
  return [
    `trainyard train ${env.id} --algo ${algo} --steps ${totalSteps} --seed ${seed}`,
    ...(env.numEnvs === (preset?.numEnvs ?? 1) ? [] : [`--num-envs ${env.numEnvs}`]),
    ...(stopAtReward === undefined ? [] : [`--stop-at-reward ${stopAtReward}`]),
    ...changed(hyperparameters, usual, '--set'),
    ...changed(env.options, preset?.envOptions ?? {}, '--env-set'),
  ].join(' ');
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
