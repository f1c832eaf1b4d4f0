// trainyard list envs|algos|presets [name]
import { Argument, type Command } from 'commander';
import { algorithm, algorithms } from '../../agents/index.js';
import { envSpec, envSpecs } from '../../envs/index.js';
import { UserError } from '../../io/errors.js';
import { bold, dim, group, print, table } from '../print.js';

export function addList(program: Command): void {
  program
    .command('list')
    .summary('list environments, algorithms, presets')
    .description('Lists environments, algorithms or presets; with a name, all about that one.')
    .addArgument(new Argument('<what>').choices(['envs', 'algos', 'presets']))
    .argument('[name]', 'an environment, an algorithm, or (presets) an environment or algorithm')
    .addHelpText(
      'after',
      `
Examples:
  $ trainyard list envs
  $ trainyard list envs FrozenLake-v1
  $ trainyard list algos dqn
  $ trainyard list presets dqn`,
    )
    .action((what: 'envs' | 'algos' | 'presets', name: string | undefined) => lists[what](name));
}

const lists = { envs: listEnvs, algos: listAlgorithms, presets: listPresets };

function listEnvs(name: string | undefined): void {
  if (name === undefined) {
    print(table(envSpecs().map(({ id, description }) => [id, description])));
    return;
  }
  const { id, description, maxEpisodeSteps, rewardThreshold, options } = envSpec(name);
  print(`${bold(id)}  ${description}`);
  print(
    `Episodes are cut after ${maxEpisodeSteps === undefined ? 'no number of' : group(maxEpisodeSteps)} steps.`,
  );
  print(
    rewardThreshold === undefined
      ? 'No threshold of return.'
      : `Solved at a mean return of ${rewardThreshold}.`,
  );
  const rows = Object.entries(options).map(([key, value]) => [key, JSON.stringify(value) ?? 'none']);
  if (rows.length > 0) print(`\nOptions (--env-set key=value) and their defaults:\n${table(rows, '  ')}`);
}

function listAlgorithms(name: string | undefined): void {
  if (name === undefined) {
    print(table(algorithms().map(({ id, summary }) => [id, summary])));
    return;
  }
  const { summary, schema } = algorithm(name);
  print(`${bold(name)}  ${summary}\n\nHyperparameters (--set key=value), their defaults and meaning:`);
  const rows = Object.entries(schema.shape).map(([key, field]) => [
    key,
    JSON.stringify(field.safeParse(undefined).data) ?? 'none',
    field.description ?? '',
  ]);
  print(table(rows, '  '));
}

function listPresets(name: string | undefined): void {
  const found = algorithms().flatMap(({ id: algo, presets = {} }) =>
    Object.entries(presets).flatMap(([env, preset]) =>
      name === undefined || name === algo || name === env ? [{ algo, env, preset }] : [],
    ),
  );
  if (found.length === 0)
    throw new UserError(`There are no presets for '${name}'. See 'trainyard list presets'.`);
  for (const { algo, env, preset } of found) {
    const { totalSteps, numEnvs = 1, config, envOptions = {} } = preset;
    print(
      `${bold(env)} ${algo}: ${group(totalSteps ?? 0)} steps${numEnvs > 1 ? `, ${numEnvs} environments` : ''}`,
    );
    const settings = [...Object.entries(envOptions), ...Object.entries(config)];
    if (settings.length > 0)
      print(dim(`  ${settings.map(([k, v]) => `${k}=${JSON.stringify(v)}`).join(' ')}`));
  }
}
