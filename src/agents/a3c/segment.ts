// What one worker saw and did since its last update, in arrays that grow as needed.
import type { VectorEnv } from '../../envs/index.js';
import { allocatePacked, type PackedArray, type PackedType } from '../../spaces/index.js';

export interface SegmentLayout {
  observationSize: number;
  observationType: PackedType;
  /** Numbers per action as drawn, and how they are stored. */
  actionSize: number;
  actionType: 'int32' | 'float32';
  maskSize: number;
}

/** How the last step left the worker's episode. */
export type SegmentEnd = 'running' | 'terminated' | 'truncated';

export class Segment {
  length = 0;
  end: SegmentEnd = 'running';
  observations: PackedArray;
  actions: PackedArray;
  masks: Uint8Array;
  rewards: Float64Array;
  /** The observation after the last step: what a return can be bootstrapped from. */
  readonly next: PackedArray;

  constructor(
    readonly layout: SegmentLayout,
    private capacity = 16,
  ) {
    const { observationSize, observationType, actionSize, actionType, maskSize } = layout;
    this.observations = allocatePacked(observationType, capacity * observationSize);
    this.actions = allocatePacked(actionType, capacity * actionSize);
    this.masks = new Uint8Array(capacity * maskSize);
    this.rewards = new Float64Array(capacity);
    this.next = allocatePacked(observationType, observationSize);
  }

  /** Stores what row `row` of the vector is about to act on, and the action drawn for it. */
  begin(env: VectorEnv, row: number, actions: ArrayLike<number>): void {
    if (this.length === this.capacity) this.grow();
    const { observationSize, actionSize, maskSize } = this.layout;
    copyRow(env.observations, row, this.observations, this.length, observationSize);
    copyRow(actions, row, this.actions, this.length, actionSize);
    if (env.actionMasks) copyRow(env.actionMasks, row, this.masks, this.length, maskSize);
  }

  /** Stores how the environment answered. */
  finish(env: VectorEnv, row: number): void {
    const { observationSize } = this.layout;
    this.end = env.terminated[row] === 1 ? 'terminated' : env.truncated[row] === 1 ? 'truncated' : 'running';
    const from = this.end === 'running' ? env.observations : env.finalObservations;
    copyRow(from, row, this.next, 0, observationSize);
    this.rewards[this.length++] = env.rewards[row]!;
  }

  clear(): void {
    this.length = 0;
    this.end = 'running';
  }

  private grow(): void {
    this.capacity *= 2;
    const { observationSize, observationType, actionSize, actionType, maskSize } = this.layout;
    const larger = <T extends PackedArray>(old: T, fresh: T): T => {
      fresh.set(old);
      return fresh;
    };
    const { capacity } = this;
    this.observations = larger(
      this.observations,
      allocatePacked(observationType, capacity * observationSize),
    );
    this.actions = larger(this.actions, allocatePacked(actionType, capacity * actionSize));
    this.masks = larger(this.masks, new Uint8Array(capacity * maskSize));
    this.rewards = larger(this.rewards, new Float64Array(capacity));
  }

  saveState(): { meta: { length: number; end: SegmentEnd }; arrays: Record<string, PackedArray> } {
    const { length, end, layout } = this;
    return {
      meta: { length, end },
      arrays: {
        observations: this.observations.slice(0, length * layout.observationSize),
        actions: this.actions.slice(0, length * layout.actionSize),
        masks: this.masks.slice(0, length * layout.maskSize),
        rewards: this.rewards.slice(0, length),
        next: this.next.slice(),
      },
    };
  }

  static fromState(layout: SegmentLayout, { meta, arrays }: ReturnType<Segment['saveState']>): Segment {
    const segment = new Segment(layout, Math.max(meta.length, 16));
    for (const name of ['observations', 'actions', 'masks', 'rewards', 'next'] as const) {
      segment[name].set(arrays[name]!);
    }
    segment.length = meta.length;
    segment.end = meta.end;
    return segment;
  }
}

function copyRow(from: ArrayLike<number>, row: number, to: PackedArray, toRow: number, width: number): void {
  for (let i = 0; i < width; i++) to[toRow * width + i] = from[row * width + i]!;
}
