// trainyard train <env>
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import { UserError } from '../../io/errors.js';
import { train } from '../../train/index.js';
import { group, note, print } from '../print.js';
import { finish, type SessionFlags, sessionCallbacks } from '../session.js';
import { environmentOptions, hyperparameters } from '../settings.js';
import { keyValue, list, number, wholeNumber } from '../values.js';

interface TrainFlags extends SessionFlags {
  algo: string;
  steps?: number;
  seed?: number;
  out?: string;
  numEnvs?: number;
  set?: Record<string, string>;
  envSet?: Record<string, string>;
  preset: boolean;
  stopAtReward?: number;
  evalEvery?: number;
  evalEpisodes?: number;
  checkpointEvery?: number;
  import?: string[];
}

export function addTrain(program: Command): void {
  program
    .command('train')
    .summary('train an agent')
    .description(
      'Trains an agent on an environment. Tuned settings are used where there are any (see `list presets`); ' +
        'the run folder holds everything needed to look at the run, resume it, or reproduce it.',
    )
    .argument('<env>', 'environment id, see `trainyard list envs`')
    .option('-a, --algo <name>', 'algorithm, see `trainyard list algos`', 'dqn')
    .option('-n, --steps <n>', 'environment steps in all (default: the preset’s, or 100,000)', wholeNumber(1))
    .option('-s, --seed <n>', 'seed of every random number (default: 0)', wholeNumber(0))
    .option('-o, --out <dir>', 'run folder, new or empty (default: runs/<env>-<algo>-seed<n>-<time>)')
    .option('--set <key=value>', 'a hyperparameter; repeatable', keyValue)
    .option('--env-set <key=value>', 'an option of the environment; repeatable', keyValue)
    .option('--num-envs <n>', 'environments stepped together', wholeNumber(1))
    .option('--no-preset', 'start from the algorithm’s defaults')
    .option('--stop-at-reward <r>', 'stop when an evaluation reaches this mean return', number)
    .option('--eval-every <steps>', 'steps between evaluations (default: 25 in all)', wholeNumber(1))
    .option('--eval-episodes <n>', 'episodes of each evaluation (default: 10)', wholeNumber(1))
    .option('--checkpoint-every <steps>', 'steps between checkpoints (default: 10 in all)', wholeNumber(1))
    .option('--import <module>', 'a module that registers environments; repeatable', list)
    .option('-q, --quiet', 'no progress')
    .option('--no-report', 'do not draw report.html and episode.gif')
    .addHelpText(
      'after',
      `
Examples:
  $ trainyard train CartPole-v1
  $ trainyard train CartPole-v1 --steps 50_000 --seed 1 --out runs/cartpole
  $ trainyard train FrozenLake-v1 --env-set isSlippery=false --set learningRate=1e-3 --set hiddenSizes=64,64
  $ trainyard train Corridor-v0 --import ./corridor.js --stop-at-reward 0.95`,
    )
    .action(run);
}

async function run(env: string, flags: TrainFlags): Promise<void> {
  const imports = await importAll(flags.import ?? []);
  const { signals, callbacks } = sessionCallbacks(flags);
  const result = await train({
    env,
    algo: flags.algo,
    totalSteps: flags.steps,
    seed: flags.seed,
    out: flags.out,
    config: hyperparameters(flags.algo, flags.set),
    envOptions: environmentOptions(env, flags.envSet),
    numEnvs: flags.numEnvs,
    preset: flags.preset,
    stopAtReward: flags.stopAtReward,
    evaluation: { every: flags.evalEvery, episodes: flags.evalEpisodes },
    checkpoint: { every: flags.checkpointEvery },
    imports,
    callbacks,
    onWarning: note,
    onStart: (folder, { algo, totalSteps, config, backend }) => {
      print(
        `Training ${algo} on ${env} for ${group(totalSteps)} steps, seed ${config.seed} (${backend} kernels)`,
      );
      print(`Run folder: ${folder}`);
    },
  });
  await finish(result, signals, flags);
}

/** Imports modules by path or package name and gives back what a resumed run can import from anywhere. */
async function importAll(modules: string[]): Promise<string[]> {
  const specifiers = modules.map((name) =>
    /^[./]|\.[cm]?[jt]s$/.test(name) ? pathToFileURL(resolve(name)).href : name,
  );
  for (const [i, specifier] of specifiers.entries()) {
    try {
      await import(specifier);
    } catch (cause) {
      throw new UserError(`Cannot import '${modules[i]}': ${(cause as Error).message}`, { cause });
    }
  }
  return specifiers;
}
