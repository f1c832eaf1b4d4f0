// What every learner is to the rest of the house: an object that iterates, predicts, and can be saved exactly.
import type { VectorEnv } from '../envs/index.js';
import type { PackedArray } from '../spaces/index.js';

export type TypedArray = Float32Array | Float64Array | Int32Array | Uint8Array | Uint32Array;

/** One named weight, as in PyTorch's `state_dict` and in safetensors files. */
export interface WeightArray {
  shape: readonly number[];
  data: Float32Array;
}

/** Everything beside the weights that a learner needs to go on exactly: JSON and named arrays. */
export interface Snapshot {
  meta: Record<string, unknown>;
  arrays: Record<string, TypedArray>;
}

export interface EpisodeSummary {
  /** Undiscounted sum of rewards. */
  return: number;
  /** Steps. */
  length: number;
  /** Ended by a time limit rather than by the task. */
  truncated: boolean;
  /** Index of the sub-environment. */
  env: number;
  /** Environment steps taken in all when it ended. */
  step: number;
}

/** One row of training metrics, names as in Stable-Baselines3 (`rollout/ep_rew_mean`, `train/loss`, …). Deterministic values only: no clock. */
export type Metrics = Record<string, number>;

/** What callbacks see of a run. */
export interface TrainingContext {
  readonly agent: Agent;
  readonly totalSteps: number;
  /** Asks the loop to end after the current iteration. */
  stop(reason: string): void;
}

export interface Callback {
  onTrainingStart?(context: TrainingContext): void | Promise<void>;
  onEpisodeEnd?(context: TrainingContext, episode: EpisodeSummary): void;
  /** After every iteration (some environment steps and the updates that follow them). Every piece of state is consistent here. */
  onIteration?(context: TrainingContext): void | Promise<void>;
  /** Whenever the agent logs a row: every `logInterval` episodes (off-policy) or iterations (on-policy). */
  onMetrics?(context: TrainingContext, step: number, metrics: Metrics): void;
  /** Also when training fails: `error` is what it failed with. */
  onTrainingEnd?(context: TrainingContext, error?: unknown): void | Promise<void>;
}

export interface PredictOptions {
  /** Greedy / mode action (default true) or a sample of the policy. */
  deterministic?: boolean;
  /** Legal actions, 1 or 0 per discrete action. */
  actionMask?: Uint8Array;
  /** Carried by recurrent policies between calls; `{}` at the start of an episode. */
  state?: Record<string, Float32Array>;
}

export interface LearnOptions {
  /** Environment steps in all (over all sub-environments), counted from the start of training. */
  totalSteps: number;
  callbacks?: Callback[];
}

export interface Agent {
  /** Registry name, e.g. `dqn`. */
  readonly algo: string;
  readonly env: VectorEnv;
  readonly config: Readonly<Record<string, unknown>>;
  /** Environment steps taken so far. */
  readonly numTimesteps: number;
  learn(options: LearnOptions): Promise<this>;
  /** Action for one observation of the single environment. */
  predict(observation: unknown, options?: PredictOptions): unknown;
  /** Actions for `numEnvs` packed observations (used by evaluation on a vector of environments). */
  predictBatch(observations: PackedArray, count: number, out: PackedArray, options?: PredictOptions): void;
  /** Network weights by PyTorch-style name. */
  weights(): Record<string, WeightArray>;
  loadWeights(weights: Record<string, WeightArray>): void;
  /** Optimiser, memory, schedules, counters, random streams, environment state: all that is not a weight. */
  saveState(): Snapshot;
  loadState(snapshot: Snapshot): void;
  /** Values for the progress line, e.g. `{ 'ε': 0.12 }`. */
  status(): Record<string, number>;
  save(path: string): Promise<void>;
}
