// trainyard list envs|algos|presets|spaces|wrappers|extractors|callbacks [name]
import { Argument, type Command } from 'commander';
import type * as z from 'zod';
import { algorithm, algorithms, extractors, type Preset, type SearchSpace } from '../../agents/index.js';
import { wrapper, wrappers } from '../../envs/index.js';
import { defaultsOf } from '../../envs/options.js';
import { callbackDefinitions } from '../../evaluate/index.js';
import { UserError } from '../../io/errors.js';
import { formatNamed, formatValue } from '../../io/setting-text.js';
import '../../report/index.js';
import { describeParameter } from '../../agents/search-space.js';
import { importModules } from '../../train/index.js';
import { bold, dim, group, print, table } from '../print.js';
import { list } from '../values.js';
import { listEnvs } from './list-envs.js';

const LISTS = {
  envs: listEnvs,
  algos: listAlgorithms,
  presets: listPresets,
  spaces: listSpaces,
  wrappers: listWrappers,
  extractors: listExtractors,
  callbacks: listCallbacks,
};

export function addList(program: Command): void {
  program
    .command('list')
    .summary('list environments, algorithms, presets, wrappers, …')
    .description(
      'Lists what there is, ours and what your modules define; with a name, all about that one: options, defaults, ' +
        'what it takes.',
    )
    .addArgument(new Argument('<what>').choices(Object.keys(LISTS)))
    .argument(
      '[name]',
      'one of them; of envs also a family or how ids begin; of presets, an environment or algorithm',
    )
    .option('--import <module>', 'a module that defines more; repeatable', list)
    .addHelpText(
      'after',
      `
Examples:
  $ trainyard list envs
  $ trainyard list envs FrozenLake-v1
  $ trainyard list envs MiniGrid-
  $ trainyard list algos dqn
  $ trainyard list presets dqn
  $ trainyard list spaces ppo
  $ trainyard list wrappers FrameStack --import ./my-wrappers.js`,
    )
    .action(async (what: keyof typeof LISTS, name: string | undefined, flags: { import?: string[] }) => {
      await importModules(flags.import ?? []);
      await LISTS[what](name);
    });
}

function listAlgorithms(name: string | undefined): void {
  if (name === undefined) {
    print(table(algorithms().map(({ id, summary }) => [id, summary])));
    return;
  }
  const { id, summary, schema, spaces, presets = {}, namedPresets = {}, mutable } = algorithm(name);
  print(`${bold(id)}  ${summary}`);
  print(
    spaces
      ? `Observations: ${spaces.observations.join(', ')}. Actions: ${spaces.actions.join(', ')}.`
      : 'It needs no environment.',
  );
  print(`Tuned settings: ${Object.keys(presets).join(', ') || 'none'}.`);
  const names = Object.keys(namedPresets);
  if (names.length > 0) print(`Of books and courses (--preset name): ${names.join(', ')}.`);
  print('\nHyperparameters (--set key=value), their defaults and meaning; * may change during training:');
  print(table(hyperparameterRows(schema, mutable), '  '));
}

/** Name, default and meaning of each, from a schema. */
function hyperparameterRows({ shape }: z.ZodObject, marked: readonly string[] = []): string[][] {
  return Object.entries(shape).map(([key, field]) => {
    const standard: unknown = field.safeParse(undefined).data;
    const value = standard === undefined ? 'none' : formatValue(standard);
    return [`${key}${marked.includes(key) ? '*' : ''}`, value, field.description ?? ''];
  });
}

function listPresets(name: string | undefined): void {
  const all = algorithms().flatMap(({ id: algo, presets = {}, namedPresets = {} }) => [
    ...Object.entries(presets).map(([env, preset]) => ({ algo, env, preset, title: `${bold(env)} ${algo}` })),
    ...Object.entries(namedPresets).map(([called, preset]) => ({
      algo,
      env: preset.env,
      preset,
      called,
      title: `${bold(called)} ${algo} on ${preset.env}, ${preset.summary}`,
    })),
  ]);
  const found = all.filter(
    (each) => name === undefined || Object.values(each).some((value) => value === name),
  );
  if (found.length === 0)
    throw new UserError(`There are no presets for '${name}'. See 'trainyard list presets'.`);
  for (const { title, preset } of found) {
    const { numEnvs = 1, config, envOptions = {}, wrappers = [] } = preset;
    print(`${title}: ${budgetOf(preset)}${numEnvs > 1 ? `, ${numEnvs} environments` : ''}`);
    const settings = [
      ...wrappers.map(formatNamed),
      ...[...Object.entries(envOptions), ...Object.entries(config)].map(([k, v]) => `${k}=${formatValue(v)}`),
    ];
    if (settings.length > 0) print(dim(`  ${settings.join(' ')}`));
  }
}

/** Search spaces: which algorithms have one, or what is in those of one. */
function listSpaces(name: string | undefined): void {
  if (name === undefined) {
    const rows = algorithms().flatMap(({ id, searchSpace, namedSpaces = {} }) => [
      ...(searchSpace ? [[id, Object.keys(searchSpace).join(', ')]] : []),
      ...Object.entries(namedSpaces).map(([called, { summary }]) => [id, `--space ${called}: ${summary}`]),
    ]);
    print(table(rows));
    return;
  }
  const { searchSpace, namedSpaces = {} } = algorithm(name);
  if (!searchSpace) throw new UserError(`${name} has no search space of its own.`);
  const rows = (space: SearchSpace) =>
    table(
      Object.entries(space).map(([key, parameter]) => [key, describeParameter(parameter)]),
      '  ',
    );
  print(`${bold(name)}\n${rows(searchSpace)}`);
  for (const [called, { summary, space, preset }] of Object.entries(namedSpaces)) {
    print(`\n${bold(called)} (--space ${called}), on the preset ${preset}: ${summary}\n${rows(space)}`);
  }
}

function budgetOf({ totalSteps, totalEpisodes, totalIterations }: Preset): string {
  if (totalSteps !== undefined) return `${group(totalSteps)} steps`;
  return totalEpisodes !== undefined
    ? `${group(totalEpisodes)} episodes`
    : `${group(totalIterations!)} iterations`;
}

function listWrappers(name: string | undefined): void {
  if (name === undefined) {
    print(table(wrappers().map(({ id, description }) => [id, description])));
    return;
  }
  const { id, description, options = {} } = wrapper(name);
  describe(id, description, defaultsOf(options), '--wrap');
}

function listExtractors(name: string | undefined): void {
  named(extractors(), name, 'extractor', ({ id, summary, schema }) => {
    print(`${bold(id)}  ${summary}`);
    const rows = hyperparameterRows(schema);
    if (rows.length === 0) return;
    print(
      `\nOptions (--set 'features={"type":"${id}",…}'), their defaults and meaning:\n${table(rows, '  ')}`,
    );
  });
}

function listCallbacks(name: string | undefined): void {
  named(callbackDefinitions(), name, 'callback', ({ id, summary, options = {} }) =>
    describe(id, summary, options, '--callback'),
  );
}

/** All by name, or what `show` prints of one. */
function named<T extends { id: string; summary: string }>(
  all: readonly T[],
  name: string | undefined,
  kind: string,
  show: (one: T) => void,
): void {
  if (name === undefined) {
    if (all.length === 0) print(`No ${kind} is defined; --import a module that does.`);
    else print(table(all.map(({ id, summary }) => [id, summary])));
    return;
  }
  const one = all.find(({ id }) => id === name);
  if (!one)
    throw new UserError(
      `There is no ${kind} called '${name}'; known are ${all.map(({ id }) => id).join(', ') || 'none'}.`,
    );
  show(one);
}

function describe(id: string, text: string, options: Record<string, unknown>, flag: string): void {
  print(`${bold(id)}  ${text}`);
  const rows = Object.entries(options).map(([key, value]) => [key, formatValue(value)]);
  if (rows.length === 0) return;
  const [[first, value]] = Object.entries(options) as [[string, unknown]];
  const example = formatNamed({ name: id, options: { [first]: value } });
  print(`\nOptions (${flag} ${example}) and their defaults:\n${table(rows, '  ')}`);
}
