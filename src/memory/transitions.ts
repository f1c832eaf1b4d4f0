// What one step of several environments brought: the currency between collectors and memories.
import type { PackedArray } from '../spaces/index.js';

/** One row per environment, in arrays that are used again at the next step. */
export interface Transitions {
  readonly count: number;
  /** Packed observations acted on. */
  readonly observations: PackedArray;
  /** Packed actions as the environment took them. */
  readonly actions: PackedArray;
  readonly rewards: ArrayLike<number>;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  /** Packed observations that followed; of a new episode where the old one ended, … */
  readonly nextObservations: PackedArray;
  /** … whose last observation is here. */
  readonly finalObservations: PackedArray;
  /** Legal actions of `observations`, 1 or 0 per action. */
  readonly actionMasks?: Uint8Array;
  /** Of `nextObservations`, … */
  nextActionMasks?: Uint8Array;
  /** … and of `finalObservations` where an episode was truncated; all 1 where the environment does not tell. */
  finalActionMasks?: Uint8Array;
  /** 0 for rows of agents that no longer live: they are not stored. Absent: all live. */
  readonly alive?: Uint8Array;
}
