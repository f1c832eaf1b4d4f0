// trainyard train <env>
import { Command, InvalidArgumentError } from 'commander';
import { presetFor } from '../../agents/index.js';
import { loadEnv } from '../../envs/index.js';
import { UserError } from '../../io/errors.js';
import type { NamedOptions } from '../../io/setting-text.js';
import type { DatasetOrigin } from '../../memory/index.js';
import { backendName } from '../../tensor/index.js';
import {
  algorithmsWithPreset,
  importModules,
  type RunConfig,
  readDataset,
  type TrainOptions,
  train,
} from '../../train/index.js';
import { backendOption } from '../backend.js';
import { group, note, print, programName } from '../print.js';
import { runSeeds } from '../seeds.js';
import { finish, type SessionFlags, sessionCallbacks } from '../session.js';
import { environmentOptions, hyperparameters } from '../settings.js';
import { envOf, sharedOptions, type TrainingFlags } from '../training-flags.js';
import { keyValue, list, namedList, number, wholeNumber } from '../values.js';

interface TrainFlags extends SessionFlags, TrainingFlags {
  seeds?: number;
  jobs?: number;
  from?: string;
  stopAtReward?: number;
  finalEpisodes?: number;
  evalEpsilon?: number;
  checkpointKeep?: number;
  callback?: NamedOptions[];
  allowImports?: boolean;
}

export function addTrain(program: Command): void {
  program.addCommand(trainCommand(run));
}

/** The command with its options. @param action Called with what they say. */
export function trainCommand(action: (env: string | undefined, flags: TrainFlags) => Promise<void>): Command {
  return new Command('train')
    .summary('train an agent')
    .description(
      'Trains an agent on an environment. Tuned settings are used where there are any (see `list presets`); ' +
        'the run folder holds everything needed to look at the run, resume it, or reproduce it.',
    )
    .argument(
      '[env]',
      'environment id, see `trainyard list envs`; a preset with a name has its own, and a dataset that of its recording',
    )
    .option('-a, --algo <name>', 'algorithm, see `trainyard list algos`', 'dqn')
    .option('-n, --steps <n>', 'environment steps in all (default: the preset’s, or 100,000)', wholeNumber(1))
    .option('--episodes <n>', 'episodes in all, instead of steps', wholeNumber(1))
    .option('--iterations <n>', 'iterations of the algorithm in all, instead of steps', wholeNumber(1))
    .option('-s, --seed <n>', 'seed of every random number (default: 0)', wholeNumber(0))
    .option(
      '--seeds <n>',
      'train n times, with this seed and those after it, each in a folder of its own',
      wholeNumber(1),
    )
    .option('--jobs <n>', 'with --seeds: trainings at a time (default: one per core)', wholeNumber(1))
    .option('-o, --out <dir>', 'run folder, new or empty (default: runs/<env>-<algo>-seed<n>-<time>)')
    .option('--set <key=value>', 'a hyperparameter; repeatable', keyValue)
    .option('--env-set <key=value>', 'an option of the environment; repeatable', keyValue)
    .option(
      '--wrap <name:key=value>',
      'a wrapper, see `list wrappers`; repeatable, the innermost first',
      namedList,
    )
    .option('--num-envs <n>', 'environments stepped together', wholeNumber(1))
    .option('--vectorization <how>', 'how they are stepped: auto, sync, or workers (threads)', vectorization)
    .addOption(
      backendOption(
        'kernels; native needs `npm run build:native`, auto is the fastest there is (default: wasm)',
      ),
    )
    .option(
      '--preset <name>',
      'settings to start from: of a book or course by name, see `list presets`, or your own in a JSON file',
    )
    .option('--no-preset', 'start from the algorithm’s defaults')
    .option(
      '--from <run>',
      'start with the best weights of another run of the algorithm; settings of its networks are kept unless --set',
    )
    .option(
      '--dataset <file>',
      'learn from recorded transitions (see `record`), not from steps in the environment; steps are gradient steps then',
    )
    .option('--stop-at-reward <r>', 'stop when an evaluation reaches this mean return', number)
    .option(
      '--eval-every <n>',
      'steps (episodes, iterations) between evaluations (default: 25 in all)',
      wholeNumber(1),
    )
    .option('--eval-episodes <n>', 'episodes of each evaluation (default: 10)', wholeNumber(1))
    .option(
      '--final-episodes <n>',
      'episodes of the evaluation that ends the run (default: 100); 0: none',
      wholeNumber(0),
    )
    .option('--eval-epsilon <p>', 'probability of a random action in evaluations (default: 0)', number)
    .option('--checkpoint-every <n>', 'the same between checkpoints (default: 10 in all)', wholeNumber(1))
    .option('--checkpoint-keep <n>', 'checkpoints that are kept (default: 2)', wholeNumber(1))
    .option('--callback <name:key=value>', 'a callback that a module defines; repeatable', namedList)
    .option('--import <module>', 'a module that defines what you use; repeatable', list)
    .option('--allow-imports', 'import what --from’s run names, although you did not start it')
    .option('-q, --quiet', 'no progress')
    .option('--no-report', 'do not draw report.html and episode.gif')
    .addHelpText(
      'after',
      `
Examples:
  $ trainyard train CartPole-v1
  $ trainyard train CartPole-v1 --steps 50_000 --seed 1 --out runs/cartpole
  $ trainyard train FrozenLake-v1 --env-set isSlippery=false --set learningRate=1e-3 --set hiddenSizes=64,64
  $ trainyard train Pendulum-v1 --algo ppo --wrap FrameStack:stackSize=4 --num-envs 8 --vectorization workers
  $ trainyard train CartPole-v1 --algo ppo --seeds 5
  $ trainyard train --algo dqn --preset homework
  $ trainyard train CartPole-v1 --algo ppo --backend auto
  $ trainyard train --algo cql --dataset cartpole.safetensors
  $ trainyard train Corridor-v0 --import ./corridor.js --stop-at-reward 0.95`,
    )
    .action(action);
}

/** What the words of the command line ask of `train`. Modules have been imported, the environment is loaded. */
export function trainOptions(env: string, flags: TrainFlags): TrainOptions {
  return {
    ...sharedOptions(env, flags),
    config: hyperparameters(flags.algo, flags.set),
    envOptions: environmentOptions(env, flags.envSet),
    from: flags.from,
    stopAtReward: flags.stopAtReward,
    finalEpisodes: flags.finalEpisodes,
    evaluation: {
      every: flags.evalEvery,
      episodes: flags.evalEpisodes,
      ...(flags.evalEpsilon !== undefined && { epsilon: flags.evalEpsilon }),
    },
    checkpoint: { every: flags.checkpointEvery, keep: flags.checkpointKeep },
    callbacks: flags.callback ?? [],
    imports: flags.import ?? [],
    allowImports: flags.allowImports,
  };
}

async function run(name: string | undefined, flags: TrainFlags): Promise<void> {
  await importModules(flags.import ?? []);
  const recorded = name === undefined && flags.dataset !== undefined ? recordedEnv(flags.dataset) : undefined;
  const env = recorded?.id ?? envOf(name, flags);
  await loadEnv(env);
  const options = trainOptions(env, flags);
  if (recorded) options.envOptions = { ...recorded.options, ...options.envOptions };
  if (flags.seeds !== undefined) {
    const { seeds, jobs, finalEpisodes } = flags;
    if (finalEpisodes === 0)
      throw new UserError('--final-episodes 0 leaves nothing to compare seeds by; give it 1 or more.');
    await runSeeds(options, { seeds, jobs, finalEpisodes }, () => tellOfPresets(env, flags));
    return;
  }
  if (flags.jobs !== undefined) throw new UserError('--jobs belongs to --seeds.');
  const { signals, callbacks } = sessionCallbacks(flags);
  const result = await train({
    ...options,
    callbacks: [...options.callbacks!, ...callbacks],
    onWarning: note,
    onStart: (folder, { algo, budget, config }) => {
      print(
        `Training ${algo} on ${env} for ${group(budget.amount)} ${budget.unit}, seed ${config.seed}, kernels: ${backendName()}`,
      );
      tellOfPresets(env, flags);
      print(`Run folder: ${folder}`);
    },
  });
  await finish(result, signals, flags);
}

/** The environment that a dataset was recorded in. */
function recordedEnv(path: string): NonNullable<DatasetOrigin['env']> {
  const { env } = readDataset(path).origin;
  if (env) return env;
  throw new UserError(`'${path}' does not tell where it was recorded: name the environment as well.`);
}

/** Defaults are rarely good settings: whoever gets them should know, and know what there is. */
function tellOfPresets(env: string, { algo, preset, dataset }: TrainFlags): void {
  if (dataset !== undefined || preset !== undefined || presetFor(algo, env)) return;
  const others = algorithmsWithPreset(env);
  const hint =
    others.length === 0
      ? ''
      : ` Tuned here: ${others.join(', ')} (e.g. ${programName()} train ${env} --algo ${others[0]}).`;
  print(`There are no tuned settings of ${algo} for ${env}: its defaults are used.${hint}`);
}

function vectorization(text: string): RunConfig['env']['vectorization'] {
  if (text === 'auto' || text === 'sync' || text === 'workers') return text;
  throw new InvalidArgumentError('Expected auto, sync or workers.');
}
