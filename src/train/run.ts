// A training run in a folder: started, resumed exactly, evaluated at the end.
import { basename, join } from 'node:path';
import type { Agent, Callback } from '../agents/agent.js';
import { makeVec } from '../envs/index.js';
import {
  EvalCallback,
  evaluatePolicy,
  evaluationSeed,
  loadCallbacks,
  StopTrainingOnRewardThreshold,
} from '../evaluate/index.js';
import { UserError } from '../io/errors.js';
import { backend, useBackend } from '../tensor/index.js';
import { CheckpointCallback, MetricsWriter } from './callbacks/index.js';
import type { Checkpoint } from './checkpoint.js';
import { makeAgent, planRun, type RunConfig, type RunOptions, seedOf } from './run-config.js';
import { type FinalEvaluation, RunFolder } from './run-folder.js';

export interface SessionOptions {
  /** Callbacks of the caller; those with `name`, `saveState` and `loadState` become part of the checkpoints. */
  callbacks?: Callback[];
  /** Episodes of the evaluation at the end. Default 100; 0 leaves it out. */
  finalEpisodes?: number;
  /** Hears of things worth knowing that are no errors, e.g. a damaged checkpoint that was passed over. */
  onWarning?: (message: string) => void;
}

export interface TrainOptions extends RunOptions, SessionOptions {
  /** Folder of the run, new or empty. Default: `runs/<env>-<algo>-seed<seed>-<time>`. */
  out?: string;
  /** Hears where the run is before training begins. */
  onStart?: (folder: string, config: RunConfig) => void;
}

export interface ResumeOptions extends SessionOptions {
  /**
   * New total of environment steps. Schedules (ε, learning rate) are functions of `step / total`: from here on the run
   * follows the curve that a run planned for the new total would follow.
   */
  totalSteps?: number;
  onStart?: (folder: string, config: RunConfig, step: number) => void;
}

export interface TrainResult {
  folder: string;
  /** Holds the best weights that evaluations found, or the last ones where there was none. Its `env` is the caller's to close. */
  agent: Agent;
  /** Environment steps taken. */
  step: number;
  /** Time spent training, in seconds, over all resumes. */
  seconds: number;
  /** Whether all steps were taken or the aimed-at return was reached; false when a callback or signal ended training. */
  finished: boolean;
  /** Absent when the run is not finished. */
  evaluation?: FinalEvaluation;
}

/**
 * Trains an agent and leaves a folder with everything needed to look at the run, resume it, evaluate the agent or
 * reproduce it.
 *
 * @throws {UserError} before anything is written when an option is wrong; later when training diverges or the disk
 * is full. The last checkpoint then stays.
 *
 * @example
 * const { evaluation, folder } = await train({ env: 'CartPole-v1', algo: 'dqn', seed: 1 });
 */
export async function train(options: TrainOptions): Promise<TrainResult> {
  const { config, agent } = planRun(options);
  const { folder, unlock } = RunFolder.create(options.out ?? defaultFolder(config), config);
  options.onStart?.(folder.path, config);
  return runSession({ folder, config, agent }, options).finally(unlock);
}

/**
 * Goes on with a run from its last whole checkpoint. Logs are cut back to that step, so that metrics and weights
 * become, bit for bit, those of a run that was never interrupted (same machine, versions and total).
 *
 * @throws {UserError} when the folder is no run, is in use, or every checkpoint is damaged.
 */
export async function resume(path: string, options: ResumeOptions = {}): Promise<TrainResult> {
  const folder = RunFolder.open(path);
  const unlock = folder.lock();
  try {
    const stored = folder.config;
    const config = { ...stored, totalSteps: options.totalSteps ?? stored.totalSteps };
    const store = folder.checkpoints(config.checkpoint.keep);
    const checkpoint = store.latest(options.onWarning);
    const step = checkpoint?.step ?? 0;
    if (config.totalSteps < step || (options.totalSteps !== undefined && config.totalSteps === step)) {
      throw new UserError(
        `The run has taken ${step} steps already. Give a larger total than that, e.g. --steps ${2 * step}.`,
      );
    }
    const agent = await prepareAgent(config, options.onWarning);
    if (checkpoint) {
      agent.loadWeights(checkpoint.weights);
      agent.loadState(checkpoint.state);
    }
    folder.cutBack(step);
    if (config.totalSteps !== stored.totalSteps) folder.saveConfig(config);
    options.onStart?.(path, config, step);
    return await runSession({ folder, config, agent, from: checkpoint }, options);
  } finally {
    unlock();
  }
}

export interface LoadOptions {
  /** The best weights where an evaluation found any (default), or the last ones. */
  weights?: 'best' | 'last';
  onWarning?: (message: string) => void;
}

/**
 * The trained agent of a run, with the best weights or the last ones.
 *
 * @example
 * const { agent } = await loadRun('runs/cartpole');
 * agent.predict(observation);
 */
export async function loadRun(
  path: string,
  { weights = 'best', onWarning }: LoadOptions = {},
): Promise<{ agent: Agent; config: RunConfig; folder: RunFolder; kind: 'best' | 'last'; step: number }> {
  const folder = RunFolder.open(path);
  const { config } = folder;
  const { checkpoint, kind } = folder.result(weights, onWarning);
  const agent = await prepareAgent(config, onWarning);
  agent.loadWeights(checkpoint.weights);
  return { agent, config, folder, kind, step: checkpoint.step };
}

/** Imports the modules that register the environments of a run. */
export async function importModules({ imports }: Pick<RunConfig, 'imports'>): Promise<void> {
  for (const module of imports) await import(module);
}

/** The agent of a configuration read from disk: the user's modules first, then the kernels it was trained with. */
async function prepareAgent(config: RunConfig, onWarning?: (message: string) => void): Promise<Agent> {
  await importModules(config);
  useKernels(config.backend);
  if (backend() !== config.backend) {
    onWarning?.(
      `This run was computed with the '${config.backend}' kernels, which this machine cannot run. ` +
        `It goes on with '${backend()}': results differ in their last bits.`,
    );
  }
  return makeAgent(config);
}

interface Session {
  folder: RunFolder;
  config: RunConfig;
  agent: Agent;
  /** Absent: the run begins. */
  from?: Checkpoint;
}

/** Computes with the named kernels where they run. */
function useKernels(name: string): void {
  if (backend() === name) return;
  try {
    if (name === 'reference') useBackend({ backend: 'reference' });
    else if (name === 'native') useBackend({ backend: 'wasm', native: true });
    else useBackend({ backend: 'wasm', fma: name === 'wasm-fma', native: false });
  } catch {
    // Not on this machine: the kernels stay as they are.
  }
}

async function runSession(
  { folder, config, agent, from }: Session,
  { callbacks: own = [], finalEpisodes = 100, onWarning }: SessionOptions,
): Promise<TrainResult> {
  const writer = new MetricsWriter(folder.path);
  const goal = new StopTrainingOnRewardThreshold(config.stopAtReward ?? Infinity);
  const observers = [writer, goal, ...own];
  const evaluationEnv = makeVec(config.env.id, {
    numEnvs: config.evaluation.episodes,
    options: config.env.options,
  });
  const evaluations = new EvalCallback({
    env: evaluationEnv,
    ...config.evaluation,
    seed: seedOf(config),
    bestMean: folder.bestMean(onWarning),
    onBest: (agent, step, { mean, std }) => {
      const state = { meta: {}, arrays: {} };
      folder.best.write({ step, weights: agent.weights(), state, run: { evaluation: { mean, std } } });
    },
    listeners: observers,
  });
  const checkpoints = new CheckpointCallback(
    folder.checkpoints(config.checkpoint.keep),
    config.checkpoint.every,
    observers,
  );
  if (from) loadCallbacks(observers, from.run.callbacks as Record<string, unknown>);
  else writer.restart();
  try {
    await agent.learn({
      totalSteps: config.totalSteps,
      callbacks: [...observers, evaluations, checkpoints],
    });
    writer.close();
  } catch (error) {
    writer.abandon();
    throw withWhereabouts(error, folder);
  } finally {
    evaluationEnv.close();
  }
  const step = agent.numTimesteps;
  const finished = step >= config.totalSteps || goal.reached;
  const result: TrainResult = { folder: folder.path, agent, step, seconds: writer.seconds, finished };
  if (!finished) return result;
  const { checkpoint, kind } = folder.result('best', onWarning);
  agent.loadWeights(checkpoint.weights);
  if (finalEpisodes === 0) return result;
  const seed = evaluationSeed(seedOf(config), 0);
  const env = makeVec(config.env.id, { numEnvs: finalEpisodes, options: config.env.options });
  const evaluation = evaluatePolicy(agent, env, { episodes: finalEpisodes, seed });
  env.close();
  result.evaluation = { ...evaluation, checkpoint: kind, step: checkpoint.step, seed };
  folder.saveEvaluation(result.evaluation);
  return result;
}

/** Tells the user of a failed run what is safe. */
function withWhereabouts(error: unknown, folder: RunFolder): unknown {
  if (!(error instanceof UserError)) return error;
  const step = folder.checkpoints().steps()[0];
  const safe =
    step === undefined
      ? 'No checkpoint was written yet.'
      : `The checkpoint of step ${step} is safe in '${folder.path}'.`;
  return new UserError(`${error.message}\n${safe}`, { kind: 'failure', cause: error });
}

/** Sorts by time, tells runs apart at a glance. */
function defaultFolder(config: RunConfig): string {
  const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  return join('runs', basename(`${config.env.id}-${config.algo}-seed${seedOf(config)}-${time}`));
}
