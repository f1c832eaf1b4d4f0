// One stretch of training in a folder: from the beginning or a checkpoint until the budget is used up or it is stopped.
import { type Agent, budgetOptions, type Callback } from '../agents/index.js';
import { unsavable } from '../envs/index.js';
import {
  createCallback,
  EvalCallback,
  elapsed,
  evaluatePolicy,
  evaluationSeed,
  loadCallbacks,
  resumables,
  StopTrainingOnRewardThreshold,
  saveCallbacks,
} from '../evaluate/index.js';
import { UserError } from '../io/errors.js';
import { CheckpointCallback, MetricsWriter } from './callbacks/index.js';
import type { Checkpoint } from './checkpoint.js';
import { restoreWeights } from './restore.js';
import { type RunConfig, seedOf } from './run-config.js';
import type { RunEnvs } from './run-env.js';
import type { FinalEvaluation, RunFolder } from './run-folder.js';

export interface SessionOptions {
  /** Episodes of the evaluation at the end. Default: as many as the run was started with, or 100; 0 leaves it out. */
  finalEpisodes?: number;
  /** Hears of things worth knowing that are no errors, e.g. a damaged checkpoint that was passed over. */
  onWarning?: (message: string) => void;
}

export const SESSION_OPTIONS = ['finalEpisodes', 'onWarning'];

export interface TrainResult {
  folder: string;
  config: RunConfig;
  /** Holds the best weights that evaluations found, or the last ones where there was none. Its `env` is the caller's to close. */
  agent: Agent;
  /** Environment steps taken. */
  step: number;
  /** Time spent training, in seconds, over all resumes. */
  seconds: number;
  /** Whether the budget was used up or the aimed-at return was reached; false when a callback or signal ended training. */
  finished: boolean;
  /** What ended training before its budget was used up, as the callback that stopped it said. */
  stopReason?: string;
  /** Absent when the run is not finished. */
  evaluation?: FinalEvaluation;
}

export interface Session {
  folder: RunFolder;
  config: RunConfig;
  agent: Agent;
  envs: RunEnvs;
  /** Objects of the caller that take part. */
  callbacks: readonly Callback[];
  /** Absent: the run begins. */
  from?: Checkpoint;
}

/** Trains, and evaluates what came out once the run is finished. */
export async function runSession(session: Session, options: SessionOptions): Promise<TrainResult> {
  const { folder, config, agent } = session;
  const { seconds, finished, stopReason } = await trainOn(session, options);
  const step = agent.numTimesteps;
  const result: TrainResult = { folder: folder.path, config, agent, step, seconds, finished };
  if (stopReason !== undefined) result.stopReason = stopReason;
  if (finished) {
    const evaluation = evaluateResult(session, options);
    if (evaluation) result.evaluation = evaluation;
  }
  return result;
}

async function trainOn(
  { folder, config, agent, envs, callbacks, from }: Session,
  { onWarning }: SessionOptions,
) {
  const reason = agent.env && unsavable(agent.env);
  if (reason) onWarning?.(`When this run is resumed, episodes begin anew: ${reason}`);
  const writer = new MetricsWriter(folder.path);
  const goal = new StopTrainingOnRewardThreshold(config.stopAtReward ?? Infinity);
  const place = { folder: folder.path, seed: seedOf(config), makeEnv: () => envs.make() };
  const named = config.callbacks.map((each) => createCallback(each, place));
  const observers = [writer, goal, ...named, ...callbacks];
  resumables(observers);
  const evaluationEnv = envs.makeEvaluation(config.evaluation.episodes);
  const evaluations = new EvalCallback({
    env: evaluationEnv,
    ...config.evaluation,
    seed: seedOf(config),
    bestMean: folder.bestMean(onWarning),
    onBest: (agent, step, { mean, std }) => {
      const state = { meta: {}, arrays: {} };
      folder.best.write({ step, weights: agent.weights(), state, run: { evaluation: { mean, std } } });
    },
  });
  const store = folder.checkpoints(config.checkpoint.keep);
  const checkpoints = new CheckpointCallback(store, config.checkpoint.every, observers);
  const ending: Callback & { reason?: string } = {
    onTrainingEnd: (context) => {
      ending.reason = context.stopReason;
    },
  };
  if (from) loadCallbacks(observers, from.run.callbacks as Record<string, unknown>);
  else {
    writer.restart();
    // The weights it began with are part of the run: it can be gone on with from the very start.
    if (config.from) {
      const run = { callbacks: saveCallbacks(observers) };
      store.write({ step: 0, weights: agent.weights(), state: agent.saveState(), run });
    }
  }
  try {
    await agent.learn({
      ...budgetOptions(config.budget),
      callbacks: [...observers, evaluations, ending, checkpoints],
    });
    writer.close();
  } catch (error) {
    writer.abandon();
    throw withWhereabouts(error, folder);
  } finally {
    evaluationEnv.close();
  }
  const finished = elapsed(agent, config.budget) >= config.budget.amount || goal.reached;
  return { seconds: writer.seconds, finished, stopReason: ending.reason };
}

/** Plays with the best weights and keeps the result. */
function evaluateResult(
  { folder, config, agent, envs }: Session,
  { finalEpisodes = config.finalEpisodes ?? 100, onWarning }: SessionOptions,
): FinalEvaluation | undefined {
  const { checkpoint, kind } = folder.result('best', onWarning);
  restoreWeights(agent, checkpoint);
  if (finalEpisodes === 0) return undefined;
  const seed = evaluationSeed(seedOf(config), 0);
  const env = envs.makeEvaluation(finalEpisodes);
  const evaluation = evaluatePolicy(agent, env, {
    episodes: finalEpisodes,
    epsilon: config.evaluation.epsilon,
    seed,
  });
  env.close();
  const result = { ...evaluation, checkpoint: kind, step: checkpoint.step, seed };
  folder.saveEvaluation(result);
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
