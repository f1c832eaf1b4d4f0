// Experience replay (Lin 1992; Mnih et al. 2015): the last transitions of an agent, a ring of rows.
import type { Space } from '../spaces/index.js';
import type { ColumnSpec } from './column.js';
import { ColumnStore } from './column-store.js';
import type { FixedColumn } from './fixed-column.js';
import { type Channels, ObservationColumns, observationSpecs } from './observation-columns.js';
import type { Transitions } from './transitions.js';

export interface ReplayOptions {
  observationSpace: Space;
  actionSpace: Space;
  /** Whether the frames of 8-bit images lie first or last: they are then stored once. */
  channels?: Channels;
  /** Columns of your own, written by whoever reads them. */
  columns?: Record<string, ColumnSpec>;
}

/**
 * Keeps the last `capacity` transitions (s, a, r, s', terminated). Observations stay packed (one number for a Discrete
 * one, bytes for images) and are encoded only when drawn. A million CartPole transitions take 38 MB.
 *
 * @example
 * const memory = new ReplayMemory(10_000, { observationSpace, actionSpace });
 * memory.add(collector.step());
 */
export class ReplayMemory extends ColumnStore {
  readonly observations: ObservationColumns;
  readonly nextObservations: ObservationColumns;
  readonly actions: FixedColumn;
  readonly rewards: FixedColumn;
  readonly terminated: FixedColumn;

  constructor(capacity: number, { observationSpace, actionSpace, channels, columns = {} }: ReplayOptions) {
    super(
      {
        ...observationSpecs(observationSpace, ['observation', 'next'], channels),
        action: { dtype: actionSpace.packedType, size: actionSpace.packedSize },
        reward: { dtype: 'float32' },
        terminated: { dtype: 'uint8' },
        ...columns,
      },
      capacity,
    );
    this.observations = new ObservationColumns(this, observationSpace, 'observation');
    this.nextObservations = new ObservationColumns(this, observationSpace, 'next');
    this.actions = this.scalar('action');
    this.rewards = this.scalar('reward');
    this.terminated = this.scalar('terminated');
  }

  /** Stores a row per living environment; `onAdd` hears of each. The oldest make room. */
  add(transitions: Transitions, onAdd?: (row: number) => void): void {
    const { count, observations, actions, rewards, terminated, truncated, alive } = transitions;
    for (let i = 0; i < count; i++) {
      if (alive && alive[i] === 0) continue;
      const row = this.claim();
      // A cut episode (truncated) still has a future: only `terminated` stops the bootstrap.
      const done = terminated[i] === 1 || truncated[i] === 1;
      const next = done ? transitions.finalObservations : transitions.nextObservations;
      this.observations.write(row, observations, i);
      this.nextObservations.write(row, next, i);
      this.actions.write(row, actions, i * this.actions.size);
      this.rewards.set(row, rewards[i]!);
      this.terminated.set(row, terminated[i]!);
      onAdd?.(row);
    }
  }
}
