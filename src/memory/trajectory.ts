// The consecutive steps of one environment since some moment: a running episode, or a segment of one.
import type { Snapshot, Stateful } from '../io/snapshot.js';
import { allocatePacked, type PackedArray, type PackedType, type Space } from '../spaces/index.js';
import type { ColumnSpec } from './column.js';
import { ColumnStore } from './column-store.js';
import type { FixedColumn } from './fixed-column.js';
import { ObservationColumns, observationSpecs } from './observation-columns.js';
import type { Transitions } from './transitions.js';

export interface TrajectoryLayout {
  /** Of the observations as they are stored, and as the environment packs them. */
  observationSpace: Space;
  packedSpace: Space;
  /** Numbers per action as drawn, and how they are stored. */
  actionSize: number;
  actionType: PackedType;
  /** Flags per action mask; 0: no masks. */
  maskSize: number;
  /** Default float64, as environments give them. */
  rewardType?: 'float32' | 'float64';
  /** Columns of your own. */
  columns?: Record<string, ColumnSpec>;
}

/** How the last step left the episode. */
export type TrajectoryEnd = 'running' | 'terminated' | 'truncated';

export class Trajectory implements Stateful {
  end: TrajectoryEnd = 'running';
  /** Packed observation after the last step: what a return can be bootstrapped from. */
  readonly next: PackedArray;
  readonly store: ColumnStore;
  readonly observations: ObservationColumns;
  readonly actions: FixedColumn;
  readonly masks: FixedColumn;
  private readonly rewardColumn: FixedColumn;

  constructor(readonly layout: TrajectoryLayout) {
    const { observationSpace, packedSpace, actionSize, actionType, maskSize } = layout;
    this.store = new ColumnStore({
      ...observationSpecs(observationSpace, ['observation']),
      action: { dtype: actionType, size: actionSize },
      mask: { dtype: 'uint8', size: maskSize },
      reward: { dtype: layout.rewardType ?? 'float64' },
      ...layout.columns,
    });
    this.observations = new ObservationColumns(this.store, observationSpace, 'observation');
    this.actions = this.store.scalar('action');
    this.masks = this.store.scalar('mask');
    this.rewardColumn = this.store.scalar('reward');
    this.next = allocatePacked(packedSpace.packedType, packedSpace.packedSize);
  }

  get length(): number {
    return this.store.size;
  }

  /** Rewards so far; a view. */
  get rewards(): PackedArray {
    return this.rewardColumn.array.subarray(0, this.length);
  }

  /** Stores row `row` of what is acted on and of the actions drawn for it. */
  begin(
    observations: PackedArray,
    actions: ArrayLike<number>,
    masks: Uint8Array | undefined,
    row: number,
  ): void {
    const { actionSize, maskSize } = this.layout;
    const at = this.store.claim();
    this.observations.write(at, observations, row);
    this.actions.write(at, actions, row * actionSize);
    if (masks && maskSize > 0) this.masks.write(at, masks, row * maskSize);
  }

  /** Stores how the environment of row `row` answered. */
  finish(transitions: Transitions, row: number): void {
    const { rewards, terminated, truncated, nextObservations, finalObservations } = transitions;
    this.end = terminated[row] === 1 ? 'terminated' : truncated[row] === 1 ? 'truncated' : 'running';
    this.rewardColumn.set(this.length - 1, rewards[row]!);
    const next = this.end === 'running' ? nextObservations : finalObservations;
    const size = this.next.length;
    for (let i = 0; i < size; i++) this.next[i] = next[row * size + i]!;
  }

  /** Forgets the learner's columns too: what they hold must not be saved with the steps that come. */
  clear(): void {
    this.store.clear();
    for (const name in this.layout.columns) this.store.scalar(name).array.fill(0);
    this.end = 'running';
  }

  saveState(): Snapshot {
    const { meta, arrays } = this.store.saveState();
    return { meta: { ...meta, end: this.end }, arrays: { ...arrays, next: this.next } };
  }

  loadState({ meta, arrays: { next, ...arrays } }: Snapshot): void {
    this.store.loadState({ meta, arrays });
    this.end = meta.end as TrajectoryEnd;
    if (next) this.next.set(next);
  }
}
