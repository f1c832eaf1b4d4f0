// Whole episodes for Monte-Carlo learners: steps in typed arrays that grow as an episode goes on.
import { allocatePacked, type PackedArray } from '../spaces/index.js';
import type { RolloutLayout } from './rollout-buffer.js';

export type EpisodeLayout = Omit<RolloutLayout, 'steps' | 'numEnvs'>;

/** The steps of a running episode, or of finished ones one after the other. */
export class EpisodeBuffer {
  /** Steps stored; the arrays are longer. */
  length = 0;
  observations: PackedArray;
  actions: PackedArray;
  masks: Uint8Array;
  rewards: Float32Array;
  /** Filled in by the learner when the episode has ended. */
  returns: Float32Array;
  private capacity = 0;

  constructor(readonly layout: EpisodeLayout) {
    this.observations = allocatePacked(layout.observationType, 0);
    this.actions = allocatePacked(layout.actionType, 0);
    this.masks = new Uint8Array(0);
    this.rewards = new Float32Array(0);
    this.returns = new Float32Array(0);
  }

  /** Stores row `row` of what the policy saw and did; the reward follows in `rewards[length - 1]`. */
  add(
    observations: PackedArray,
    actions: ArrayLike<number>,
    masks: Uint8Array | undefined,
    row: number,
  ): void {
    this.reserve(this.length + 1);
    const { observationSize, actionSize, maskSize = 0 } = this.layout;
    const at = this.length++;
    copyRow(observations, row, this.observations, at, observationSize);
    copyRow(actions, row, this.actions, at, actionSize);
    if (masks) copyRow(masks, row, this.masks, at, maskSize);
  }

  /** Adds all steps of `other`. */
  append(other: EpisodeBuffer): void {
    this.reserve(this.length + other.length);
    const to = this.columns();
    for (const [name, { array, width }] of Object.entries(other.columns())) {
      to[name]!.array.set(array.subarray(0, other.length * width), this.length * width);
    }
    this.length += other.length;
  }

  clear(): void {
    this.length = 0;
  }

  /** The stored steps, in views that are valid until the next change. */
  saveState(): Record<string, PackedArray> {
    const columns = Object.entries(this.columns());
    return Object.fromEntries(
      columns.map(([name, { array, width }]) => [name, array.subarray(0, this.length * width)]),
    );
  }

  loadState(arrays: Record<string, PackedArray>): void {
    this.length = 0;
    this.reserve(arrays.rewards!.length);
    for (const [name, { array }] of Object.entries(this.columns())) array.set(arrays[name]!);
    this.length = arrays.rewards!.length;
  }

  private reserve(steps: number): void {
    if (steps <= this.capacity) return;
    this.capacity = Math.max(steps, 2 * this.capacity, 64);
    const before = this.columns();
    const { observationType, observationSize, actionType, actionSize, maskSize = 0 } = this.layout;
    this.observations = allocatePacked(observationType, this.capacity * observationSize);
    this.actions = allocatePacked(actionType, this.capacity * actionSize);
    this.masks = new Uint8Array(this.capacity * maskSize);
    this.rewards = new Float32Array(this.capacity);
    this.returns = new Float32Array(this.capacity);
    for (const [name, { array }] of Object.entries(this.columns())) array.set(before[name]!.array);
  }

  private columns(): Record<string, { array: PackedArray; width: number }> {
    const { observationSize, actionSize, maskSize = 0 } = this.layout;
    return {
      observations: { array: this.observations, width: observationSize },
      actions: { array: this.actions, width: actionSize },
      masks: { array: this.masks, width: maskSize },
      rewards: { array: this.rewards, width: 1 },
      returns: { array: this.returns, width: 1 },
    };
  }
}

function copyRow(from: ArrayLike<number>, row: number, to: PackedArray, at: number, width: number): void {
  for (let i = 0; i < width; i++) to[at * width + i] = from[row * width + i]!;
}
