// How rows of a memory are chosen for a gradient step: the seam of prioritised, n-step and hindsight replay.

import type { Stateful } from '../../io/snapshot.js';
import type { Generator } from '../../random/index.js';
import type { ReplayMemory } from '../replay-memory.js';

/** The rows of one batch, and what they count as. Arrays may be used again by the next draw. */
export interface Draw {
  /** Rows whose observation and action are learnt from. */
  rows: Int32Array;
  /** Rows whose next observation and end count, where they are not the same (n-step returns). */
  lastRows?: Int32Array;
  /** Rewards in place of the stored ones: sums over n steps, rewards of another goal. */
  rewards?: Float32Array;
  /**
   * Factor of the value of the next observation in place of γ; 0 after a termination is put in by the batch, but where
   * there is another goal: that may end elsewhere.
   */
  discounts?: Float32Array;
  /** Weight of each row in the loss (importance sampling). */
  weights?: Float32Array;
  /** Hindsight: rows whose achieved goal stands in for the desired goal; -1 keeps the goal. */
  goals?: Int32Array;
}

/** Chooses rows. State that a resumed run needs is saved with the agent. */
export interface Sampler extends Stateful {
  draw(count: number, rng: Generator): Draw;
  /** A transition has been written to `row`; what was there before is gone. */
  onAdd?(row: number): void;
  /** What the learner found: the absolute TD error of each row of the last draw. */
  onErrors?(rows: Int32Array, errors: ArrayLike<number>): void;
}

/** Recomputes the reward of a goal environment for another goal (`Env.computeReward`), … */
export type ComputeReward = (achieved: unknown, desired: unknown, info: Record<string, unknown>) => number;
/** … and whether the task ends there (`Env.computeTerminated`). */
export type ComputeTerminated = (...args: Parameters<ComputeReward>) => boolean;

export interface SamplerContext {
  memory: ReplayMemory;
  /** Discount factor γ, as it is now. */
  readonly gamma: number;
  /** Of the environment, where it has goals. */
  computeReward?: ComputeReward;
  computeTerminated?: ComputeTerminated;
  /** Share of the training that is done, 0 … 1: for schedules. */
  readonly progress: number;
}

export type SamplerFactory = (context: SamplerContext) => Sampler;
