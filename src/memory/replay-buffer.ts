// Uniform experience replay (Lin 1992; Mnih et al. 2015): a ring of transitions in typed arrays.
import type { Generator } from '../random/index.js';
import { allocatePacked, type PackedArray, type PackedType } from '../spaces/index.js';

export interface ReplayLayout {
  /** Numbers per packed observation and how they are stored. */
  observationSize: number;
  observationType: PackedType;
  actionSize: number;
  actionType: PackedType;
}

/**
 * Keeps the last `capacity` transitions (s, a, r, s', terminated).
 *
 * Observations stay packed (one number for a Discrete observation, bytes for images) and are encoded only when
 * sampled. A million CartPole transitions take 41 MB.
 */
export class ReplayBuffer {
  readonly observations: PackedArray;
  readonly nextObservations: PackedArray;
  readonly actions: PackedArray;
  readonly rewards: Float32Array;
  readonly terminated: Uint8Array;
  private position = 0;
  private full = false;

  constructor(
    readonly capacity: number,
    readonly layout: ReplayLayout,
  ) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new RangeError(`replay capacity must be a positive integer, got ${capacity}`);
    }
    this.observations = allocatePacked(layout.observationType, capacity * layout.observationSize);
    this.nextObservations = allocatePacked(layout.observationType, capacity * layout.observationSize);
    this.actions = allocatePacked(layout.actionType, capacity * layout.actionSize);
    this.rewards = new Float32Array(capacity);
    this.terminated = new Uint8Array(capacity);
  }

  /** Transitions held. */
  get size(): number {
    return this.full ? this.capacity : this.position;
  }

  /** Stores row `row` of the given packed arrays; the oldest transition makes room when full. */
  add(
    observations: PackedArray,
    actions: PackedArray,
    reward: number,
    nextObservations: PackedArray,
    terminated: boolean,
    row = 0,
  ): void {
    const { observationSize: width, actionSize } = this.layout;
    const at = this.position;
    for (let i = 0; i < width; i++) {
      this.observations[at * width + i] = observations[row * width + i];
      this.nextObservations[at * width + i] = nextObservations[row * width + i];
    }
    for (let i = 0; i < actionSize; i++) this.actions[at * actionSize + i] = actions[row * actionSize + i];
    this.rewards[at] = reward;
    this.terminated[at] = terminated ? 1 : 0;
    this.position = at + 1;
    if (this.position === this.capacity) {
      this.position = 0;
      this.full = true;
    }
  }

  /** Fills `out` with indices drawn uniformly with replacement from the stored transitions. */
  sampleIndices(rng: Generator, out: Int32Array): Int32Array {
    const size = this.size;
    if (size === 0) throw new RangeError('cannot sample from an empty replay buffer; add transitions first');
    for (let i = 0; i < out.length; i++) out[i] = rng.integers(0, size);
    return out;
  }

  /** Everything stored, in views that are valid until the next `add`. */
  saveState(): { meta: Record<string, unknown>; arrays: Record<string, PackedArray> } {
    const { observationSize, actionSize } = this.layout;
    const n = this.size;
    return {
      meta: { capacity: this.capacity, position: this.position, full: this.full },
      arrays: {
        observations: this.observations.subarray(0, n * observationSize),
        nextObservations: this.nextObservations.subarray(0, n * observationSize),
        actions: this.actions.subarray(0, n * actionSize),
        rewards: this.rewards.subarray(0, n),
        terminated: this.terminated.subarray(0, n),
      },
    };
  }

  loadState(state: { meta: Record<string, unknown>; arrays: Record<string, PackedArray> }): void {
    const { meta, arrays } = state;
    if (meta.capacity !== this.capacity) {
      throw new RangeError(
        `the saved replay buffer holds up to ${meta.capacity} transitions, this one ${this.capacity}; use the same bufferSize`,
      );
    }
    this.observations.set(arrays.observations);
    this.nextObservations.set(arrays.nextObservations);
    this.actions.set(arrays.actions);
    this.rewards.set(arrays.rewards);
    this.terminated.set(arrays.terminated);
    this.position = meta.position as number;
    this.full = meta.full as boolean;
  }
}
