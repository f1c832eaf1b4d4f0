// What every learner is to the rest of the house: an object that iterates, predicts, and can be saved exactly.
import type { Neighbours, VectorEnv } from '../envs/index.js';
import type { Snapshot, TypedArray } from '../io/snapshot.js';
import type { PackedArray } from '../spaces/index.js';
import type { Budget, BudgetOptions } from './budget.js';
import type { Parts } from './parts.js';

export type { Snapshot, Stateful, TypedArray } from '../io/snapshot.js';

/** One named weight, as in PyTorch's `state_dict` and in safetensors files: of networks in float32, of tables in any type. */
export interface WeightArray {
  shape: readonly number[];
  data: TypedArray;
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
  /** Numbers of its infos that a wrapper tracks (`RecordEpisodeStatistics`), by name. */
  tracked?: Record<string, number>;
}

/** One row of training metrics, names as in Stable-Baselines3 (`rollout/ep_rew_mean`, `train/loss`, …). Deterministic values only: no clock. */
export type Metrics = Record<string, number>;

/** What callbacks see of a run. */
export interface TrainingContext {
  readonly agent: Agent;
  readonly budget: Budget;
  /** Environment steps in all; Infinity where the budget counts something else. */
  readonly totalSteps: number;
  /** Share of the budget that is used, in [0, 1]. */
  readonly progress: number;
  /** Why training was asked to stop; undefined while nobody has. */
  readonly stopReason: string | undefined;
  /** Asks the loop to end after the current iteration. */
  stop(reason: string): void;
  /** Adds a row of your own metrics to the logs. */
  log(metrics: Metrics): void;
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
  /** Where observations are those of agents of a world: who is beside whom (`VectorEnv.neighbours`). */
  neighbours?: Neighbours;
  /** Carried by recurrent policies between calls; `{}` at the start of an episode. */
  state?: Record<string, Float32Array>;
}

export type LearnOptions = BudgetOptions & { callbacks?: readonly Callback[] };

export interface SaveOptions {
  /** With the replay memory and what else training needs but playing does not; default false. */
  memory?: boolean;
}

/** @typeParam O observations @typeParam A actions, as the environment names them */
export interface Agent<O = unknown, A = unknown> {
  /** Registry name, e.g. `dqn`. */
  readonly algo: string;
  /** Absent where an agent learns from something else. */
  readonly env?: VectorEnv;
  readonly config: Readonly<Record<string, unknown>>;
  readonly parts: Parts;
  /** Environment steps taken so far; of an agent without environment, whatever it counts as steps. */
  readonly numTimesteps: number;
  readonly numEpisodes: number;
  readonly numIterations: number;
  /** Share of the training under way that is done, in [0, 1]. */
  readonly progress: number;
  learn(options: LearnOptions): Promise<this>;
  /**
   * @param isWhole false: more may follow (`learn` may be called again)
   * @throws UserError when training with this budget could never learn anything.
   */
  requireTrainable(budget: Budget, isWhole?: boolean): void;
  /** Changes hyperparameters that may change during training. @throws UserError for others. */
  setConfig(changes: Record<string, unknown>): void;
  /** Draws other random numbers from here on. */
  reseed?(seed: number): void;
  /** Action for one observation of the single environment. */
  predict(observation: O, options?: PredictOptions): A;
  /** Actions for `count` packed observations (used by evaluation on a vector of environments). */
  predictBatch(observations: PackedArray, count: number, out: PackedArray, options?: PredictOptions): void;
  /** Network weights by PyTorch-style name. */
  weights(): Record<string, WeightArray>;
  loadWeights(weights: Record<string, WeightArray>): void;
  /** Optimiser, memory, schedules, counters, random streams, environment state: all that is not a weight. */
  saveState(): Snapshot;
  loadState(snapshot: Snapshot): void;
  /** Values for the progress line, e.g. `{ 'ε': 0.12 }`. */
  status(): Record<string, number>;
  /** The agent as the bytes of a safetensors file; see `agentFromBytes`. */
  toBytes(options?: SaveOptions): Uint8Array;
  /** Writes `toBytes` to a file (Node only). */
  save(path: string, options?: SaveOptions): Promise<void>;
  /** Networks, layers and parameter counts in a readable table. */
  summary(): string;
}
