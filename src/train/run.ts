// A training run in a folder: started, or gone on with exactly where it stopped.
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Agent, Budget, Callback } from '../agents/index.js';
import { asVectorEnv, loadEnv, makeVec, requireExactState } from '../envs/index.js';
import { elapsed } from '../evaluate/index.js';
import { UserError } from '../io/errors.js';
import { fileName } from '../io/file-name.js';
import { requireKnown } from '../io/options.js';
import type { Dataset } from '../memory/index.js';
import { datasetDigest } from './dataset-digest.js';
import { readDataset } from './dataset-file.js';
import { importModules, moduleOfRun, pathOfRun } from './modules.js';
import { networkSettings } from './network-settings.js';
import { keepConfig, OPEN_OPTIONS, type OpenOptions, openRun } from './open-run.js';
import { restoreAgent } from './restore.js';
import {
  budgetOf,
  ownCallbacks,
  planRun,
  RUN_OPTIONS,
  type RunConfig,
  type RunOptions,
  seedOf,
} from './run-config.js';
import { checkedEnv, type RunEnvs, runEnvs } from './run-env.js';
import { RunFolder } from './run-folder.js';
import { runSession, SESSION_OPTIONS, type SessionOptions, type TrainResult } from './session.js';
import { startFrom } from './start-from.js';
import { signImports } from './trusted-imports.js';

export interface TrainOptions extends RunOptions, SessionOptions {
  /** Folder of the run, new or empty. Default: `runs/<env>-<algo>-seed<seed>-<time>`. */
  out?: string;
  /**
   * Run folder whose best weights to begin with: of the same algorithm, with equal spaces. Hyperparameters of the networks
   * that are not given are those of that run.
   */
  from?: string;
  /** Import the modules that the run `from` names although somebody else started it. */
  allowImports?: boolean;
  /** Hears where the run is before training begins. */
  onStart?: (folder: string, config: RunConfig) => void;
}

/** At most one of the totals: a new one, in the unit that the run has. */
export interface ResumeOptions extends SessionOptions, OpenOptions {
  /**
   * New total of environment steps. Schedules (ε, learning rate) are functions of `step / total`: from here on the run
   * follows the curve that a run planned for the new total would follow.
   */
  totalSteps?: number;
  totalEpisodes?: number;
  totalIterations?: number;
  /** Objects of yours that take part; those with `name`, `saveState` and `loadState` go on with what they knew. */
  callbacks?: readonly Callback[];
  onStart?: (folder: string, config: RunConfig, step: number) => void;
}

const TRAIN_OPTIONS = [...RUN_OPTIONS, ...SESSION_OPTIONS, 'out', 'from', 'allowImports', 'onStart'];
const RESUME_OPTIONS = [
  ...[...SESSION_OPTIONS, ...OPEN_OPTIONS, 'callbacks', 'onStart'],
  ...['totalSteps', 'totalEpisodes', 'totalIterations'],
];

/**
 * Trains an agent and leaves a folder with everything needed to look at the run, resume it, evaluate the agent or
 * reproduce it.
 *
 * @throws {UserError} before anything is written when an option is wrong; later when training diverges or the disk
 * is full. The last checkpoint then stays.
 *
 * @example
 * const { evaluation, folder } = await train({ env: 'CartPole-v1', algo: 'dqn', seed: 1 });
 * await train({ env: () => new MyGame(), algo: 'ppo', totalSteps: 200_000 });
 */
export async function train(options: TrainOptions): Promise<TrainResult> {
  requireKnown('train()', options, TRAIN_OPTIONS);
  const { config, agent, envs, path } = await prepareRun(options);
  const { folder, unlock } = RunFolder.create(path, config);
  try {
    signImports(path, config.imports);
    options.onStart?.(path, config);
    return await runSession({ folder, config, agent, envs, callbacks: ownCallbacks(options) }, options);
  } finally {
    unlock();
  }
}

/**
 * Everything of a run but its folder: what `train` checks before it writes.
 *
 * @throws {UserError} when an option is wrong.
 */
export async function prepareRun(options: TrainOptions): Promise<{
  config: RunConfig;
  agent: Agent;
  envs: RunEnvs;
  /** Of its folder. */
  path: string;
}> {
  const modules = options.imports ?? [];
  const imported = await importModules(modules);
  if (typeof options.env === 'string') await loadEnv(options.env);
  const dataset = datasetOf(options);
  const { config, agent } = planRun(withNetworksOf(options), imported, dataset);
  const path = options.out ?? defaultFolder(config);
  config.imports = modules.map((name) => moduleOfRun(name, path));
  if (dataset) {
    config.dataset = pathOfRun(options.dataset!, path);
    config.datasetSha256 = datasetDigest(dataset);
  }
  const { from, allowImports, onWarning } = options;
  const factory = typeof options.env === 'string' ? undefined : options.env;
  if (from !== undefined) {
    const { weights } = await startFrom(from, agent, { env: factory, allowImports, onWarning });
    config.from = { run: pathOfRun(from, path), weights };
  }
  const envs = runEnvs(config.env, factory, imported);
  const trial = envs.stage();
  requireExactState(trial);
  trial.close?.();
  return { config, agent, envs, path };
}

/** With the networks of the run whose weights it begins with, unless told otherwise: those of a preset do not fit them. */
function withNetworksOf(options: TrainOptions): TrainOptions {
  const { from, algo = 'dqn', config } = options;
  if (from === undefined) return options;
  return { ...options, config: { ...networkSettings(RunFolder.open(from).config, algo), ...config } };
}

/** The transitions to learn from, if there are to be any. */
function datasetOf({ dataset, env, envOptions }: TrainOptions): Dataset | undefined {
  if (dataset === undefined) return undefined;
  const trial =
    typeof env === 'string' ? makeVec(env, { options: envOptions }) : asVectorEnv(checkedEnv(env));
  trial.close();
  return readDataset(dataset, trial);
}

/**
 * Goes on with a run from its last whole checkpoint. Logs are cut back to that step, so that metrics and weights
 * become, bit for bit, those of a run that was never interrupted (same machine, versions and total).
 *
 * @throws {UserError} when the folder is no run, is in use, or every checkpoint is damaged.
 */
export async function resume(path: string, options: ResumeOptions = {}): Promise<TrainResult> {
  requireKnown('resume()', options, RESUME_OPTIONS);
  const folder = RunFolder.open(path);
  const unlock = folder.lock();
  try {
    const stored = folder.config;
    const run = await openRun(folder, options, (why) => {
      throw new UserError(
        `${why} It can go on with others, its results then differ in their last bits: --backend wasm (in a program: ` +
          "backend: 'wasm').",
      );
    });
    const config = { ...run.config, budget: newBudget(stored, budgetOf(options)) };
    const agent = run.makeAgent({ learns: true });
    const from = folder.checkpoints(config.checkpoint.keep).latest(options.onWarning);
    if (from) restoreAgent(agent, from);
    const step = from?.step ?? 0;
    requireMore(elapsed(agent, config.budget), config.budget, budgetOf(options) !== undefined);
    folder.cutBack(step);
    if (!isDeepStrictEqual(config, stored)) keepConfig(folder, config);
    options.onStart?.(path, config, step);
    const { envs } = run;
    return await runSession(
      { folder, config, agent, envs, callbacks: options.callbacks ?? [], from },
      options,
    );
  } finally {
    unlock();
  }
}

function newBudget({ budget }: RunConfig, given: Budget | undefined): Budget {
  if (!given || given.unit === budget.unit) return given ?? budget;
  throw new UserError(
    `This run counts ${budget.unit}, so its new total is one of ${budget.unit}, not of ${given.unit}.`,
  );
}

function requireMore(taken: number, { amount, unit }: Budget, isNew: boolean): void {
  // What was killed after its last step still has its final evaluation to do; whole generations take more than the total.
  if (taken < amount || !isNew) return;
  throw new UserError(
    `The run has taken ${taken} ${unit} already. Give a larger total than that, e.g. --${unit} ${2 * taken}.`,
  );
}

/** Sorts by time, tells runs apart at a glance. */
function defaultFolder(config: RunConfig): string {
  const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  return join('runs', fileName(`${config.env.id}-${config.algo}-seed${seedOf(config)}-${time}`));
}
