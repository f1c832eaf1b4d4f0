// trainyard tune <env>, tune resume <study>
import { type Command, Option } from 'commander';
import { loadEnv } from '../../envs/index.js';
import { UserError } from '../../io/errors.js';
import type { NamedOptions } from '../../io/setting-text.js';
import { importModules } from '../../train/index.js';
import { type Objective, readSpace, resumeStudy, type TuneOptions, tune } from '../../tune/index.js';
import { OBJECTIVES } from '../../tune/objective.js';
import { namedSpace } from '../../tune/options.js';
import { backendOption } from '../backend.js';
import { environmentOptions, hyperparameters } from '../settings.js';
import { tellGeneration, tellStart, tellStudy, tellTrial, whenStopped } from '../study.js';
import { envOf, isPath, sharedOptions, type TrainingFlags } from '../training-flags.js';
import { keyValue, list, named, namedList, number, wholeNumber } from '../values.js';

const told = { onStart: tellStart, onTrial: tellTrial, onGeneration: tellGeneration };

interface RunFlags {
  jobs?: number;
  timeout?: number;
}

interface TuneFlags extends RunFlags, TrainingFlags {
  trials?: number;
  sampler?: NamedOptions;
  pruner?: NamedOptions;
  grid?: true;
  space?: string;
  seeds?: number;
  lag?: number;
  objective?: Objective;
  finalEpisodes?: number;
}

export function addTune(program: Command): void {
  const command = program
    .command('tune')
    .summary('look for good hyperparameters')
    .description(
      'Trains an algorithm many times, each with other hyperparameters, on all cores, and tells the best of them: as a ' +
        'table, as JSON, as a page with charts, and as a preset to train with. Stopped at any time, the same command ' +
        'goes on where it was.',
    )
    .argument('[env]', 'environment id; a search space with a name has its own')
    .option('-a, --algo <name>', 'algorithm, see `trainyard list algos`', 'dqn')
    .option('-t, --trials <n>', 'how many (default: 20, all of a grid, a population of 8)', wholeNumber(1))
    .option(
      '--space <file>',
      'what is tried: a JSON file, or a space of the algorithm by name (default: its own)',
    )
    .option(
      '--sampler <name:key=value>',
      'random, grid, tpe (default), or pbt: population-based training',
      named,
    )
    .option('--grid', 'the same as --sampler grid')
    .option(
      '--pruner <name:key=value>',
      'gives bad trials up early: none (default), median, halving, hyperband',
      named,
    )
    .option('--seeds <n>', 'runs of each trial, which counts their mean (default: 1)', wholeNumber(1))
    .option('-s, --seed <n>', 'seed of the draws, and first seed of the runs (default: 0)', wholeNumber(0))
    .option(
      '--lag <n>',
      'a trial learns from those up to n before it, so that n go on at a time (default: 4)',
      wholeNumber(1),
    )
    .addOption(
      new Option(
        '--objective <what>',
        'what counts: the best weights of a run, the last ones, or the mean of all evaluations (default: best)',
      ).choices(OBJECTIVES),
    )
    .option('--jobs <n>', 'trainings at a time (default: one per core)', wholeNumber(1))
    .option('--timeout <seconds>', 'a training that takes longer has failed (default: none)', number)
    .option('-o, --out <dir>', 'folder of the study (default: runs/tune-<env>-<algo>)')
    .option(
      '-n, --steps <n>',
      'environment steps of each run (default: the preset’s, or 100,000)',
      wholeNumber(1),
    )
    .option('--episodes <n>', 'episodes of each run, instead of steps', wholeNumber(1))
    .option('--iterations <n>', 'iterations of each run, instead of steps', wholeNumber(1))
    .option('--set <key=value>', 'a hyperparameter that stays as it is; repeatable', keyValue)
    .option('--env-set <key=value>', 'an option of the environment; repeatable', keyValue)
    .option('--wrap <name:key=value>', 'a wrapper; repeatable, the innermost first', namedList)
    .option('--num-envs <n>', 'environments stepped together', wholeNumber(1))
    .addOption(
      new Option('--vectorization <how>', 'how they are stepped').choices(['auto', 'sync', 'workers']),
    )
    .option('--preset <name>', 'settings that trials start from, by name or in a JSON file')
    .option('--no-preset', 'start from the algorithm’s defaults')
    .option('--dataset <file>', 'learn from recorded transitions')
    .option(
      '--eval-every <n>',
      'steps (episodes, iterations) between evaluations (default: 25 in all)',
      wholeNumber(1),
    )
    .option('--eval-episodes <n>', 'episodes of each evaluation (default: 10)', wholeNumber(1))
    .option(
      '--final-episodes <n>',
      'episodes of the evaluation that ends a run (default: 50)',
      wholeNumber(1),
    )
    .option('--checkpoint-every <n>', 'the same between checkpoints (default: 10 in all)', wholeNumber(1))
    .addOption(backendOption('kernels to compute with (default: wasm)'))
    .option('--import <module>', 'a module that defines what you use; repeatable', list)
    .addHelpText(
      'after',
      `
Examples:
  $ trainyard tune CartPole-v1 --algo ppo --steps 20_000 --trials 30 --pruner median
  $ trainyard tune CartPole-v1 --algo dqn --pruner hyperband:eta=3 --seeds 2
  $ trainyard tune Pendulum-v1 --algo sac --space my-space.json --sampler random
  $ trainyard tune --algo dqn --space assignment
  $ trainyard tune CartPole-v1 --algo a2c --sampler pbt:generations=20 --trials 8
  $ trainyard tune resume runs/tune-CartPole-v1-ppo
  $ trainyard train CartPole-v1 --algo ppo --preset runs/tune-CartPole-v1-ppo/best.json`,
    )
    .action(run);
  command
    .command('resume')
    .summary('go on with a study')
    .description('Goes on with a study in its folder, to the same end as if it had never been stopped.')
    .argument('<study>', 'folder of the study')
    .option('--jobs <n>', 'trainings at a time (default: one per core)', wholeNumber(1))
    .option('--timeout <seconds>', 'a training that takes longer has failed (default: none)', number)
    .option('--allow-imports', 'import the modules that the study names, although you did not start it')
    .action(resume);
}

async function resume(path: string, _flags: unknown, command: Command): Promise<void> {
  const { jobs, timeout, allowImports }: RunFlags & { allowImports?: boolean } = command.optsWithGlobals();
  const { parent } = command;
  // What both commands have, the outer one reads.
  const foreign = parent!.options.filter((option) => {
    const name = option.attributeName();
    return parent!.getOptionValueSource(name) === 'cli' && !['jobs', 'timeout', 'verbose'].includes(name);
  });
  if (foreign.length > 0) {
    throw new UserError(
      `${foreign.map(({ long }) => long).join(', ')}: a study goes on as it was begun; to change it, give the whole command again.`,
    );
  }
  await whenStopped(async () => tellStudy(await resumeStudy(path, { jobs, timeout, allowImports, ...told })));
}

async function run(env: string | undefined, flags: TuneFlags): Promise<void> {
  await importModules(flags.import ?? []);
  const { jobs, timeout } = flags;
  const options = await tuneOptions(env, flags);
  await whenStopped(async () => tellStudy(await tune({ ...options, jobs, timeout, ...told })));
}

/** What the words of the command line ask of `tune`. Modules have been imported. */
async function tuneOptions(name: string | undefined, flags: TuneFlags): Promise<TuneOptions> {
  const { algo, space } = flags;
  if (flags.grid && flags.sampler) throw new UserError('--grid is a sampler; leave --sampler out.');
  const isFile = space !== undefined && isPath(space);
  const usual = space !== undefined && !isFile ? namedSpace(algo, space).preset : undefined;
  const preset = flags.preset ?? usual;
  const env = envOf(name, { algo, preset }, 'tune');
  await loadEnv(env);
  return {
    ...sharedOptions(env, { ...flags, preset }),
    space: isFile ? readSpace(space) : space,
    sampler: (flags.grid ? 'grid' : flags.sampler) as TuneOptions['sampler'],
    pruner: flags.pruner as TuneOptions['pruner'],
    trials: flags.trials,
    seeds: flags.seeds,
    lag: flags.lag,
    objective: flags.objective,
    finalEpisodes: flags.finalEpisodes,
    config: flags.set && hyperparameters(algo, flags.set),
    envOptions: flags.envSet && environmentOptions(env, flags.envSet),
    evaluation: given({ every: flags.evalEvery, episodes: flags.evalEpisodes }),
    checkpoint: given({ every: flags.checkpointEvery }),
    imports: flags.import,
  };
}

/** What has a value; nothing where nothing has. */
function given<T extends object>(options: T): Partial<T> | undefined {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return entries.length > 0 ? (Object.fromEntries(entries) as Partial<T>) : undefined;
}
