// The environment contract: Gymnasium's five-tuple as one object, synchronous, with optional exact state.
import type { Generator, Seed } from '../random/index.js';
import type { Space } from '../spaces/index.js';
import type { EnvSpec } from './define-env.js';
import type { CellBox, Drawing } from './drawing.js';
import type { SearchGame } from './search-game.js';

export type Info = Record<string, unknown>;

/** Plain JSON that restores an environment (or wrapper chain) to the very step it was taken at. */
export type EnvState = Record<string, unknown>;

export interface ResetOptions {
  /** Restarts the environment's random stream; without it the stream goes on. */
  seed?: Seed;
  options?: Record<string, unknown>;
}

export interface ResetResult<O> {
  observation: O;
  info: Info;
}

export interface StepResult<O> {
  observation: O;
  reward: number;
  /** The task ended: no future reward exists. */
  terminated: boolean;
  /** The episode was cut (time limit): the future exists but is not seen. Learners bootstrap here. */
  truncated: boolean;
  info: Info;
}

export interface Env<O = unknown, A = unknown> {
  readonly observationSpace: Space<O>;
  readonly actionSpace: Space<A>;
  /** Set by `make`. */
  spec?: EnvSpec;
  reset(options?: ResetOptions): ResetResult<O>;
  step(action: A): StepResult<O>;
  /** A display list of the current state; absent or `undefined` when the environment does not draw. */
  render?(): Drawing | undefined;
  /**
   * Where in `render()` the cells of the image lie that is observed now, in the order of the observation; null for those that
   * the drawing does not show. Absent: nobody knows.
   */
  observedCells?(): readonly (CellBox | null)[];
  /** Which actions are legal now (1 or 0 per discrete action); absent: all of them. */
  actionMask?(): Uint8Array;
  close?(): void;
  /**
   * The reward of reaching `achieved` when `desired` was wanted; for tasks with goals, whose observations hold both.
   * Relabelling (hindsight) calls it with goals other than the episode's own, so it must not depend on hidden state.
   */
  computeReward?(achieved: unknown, desired: unknown, info: Info): number;
  /**
   * Whether reaching `achieved` ends the task when `desired` was wanted. Absent: relabelling keeps the end that was seen.
   * As `compute_terminated` of Gymnasium-Robotics.
   */
  computeTerminated?(achieved: unknown, desired: unknown, info: Info): boolean;
  /** A simulator of this world for planning (tree search), a new one in every call; chance moves draw from `rng`. */
  searchGame?(rng: Generator): SearchGame;
  /** Both or neither: with them a killed run resumes exactly, in the middle of an episode. */
  saveState?(): EnvState;
  loadState?(state: EnvState): void;
}
