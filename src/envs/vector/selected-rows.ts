// Shows only some numbers of the observations of rows: `SelectObservation` for worlds side by side.
import type { Seed } from '../../random/index.js';
import { allocatePacked, Box, type PackedArray } from '../../spaces/index.js';
import type { EnvState } from '../env.js';
import type { SeededRows, WorldRows } from './seeded-rows.js';

/** Rows of `new SelectObservation(env, indices)` from rows of `env`. */
export class SelectedRows implements WorldRows {
  readonly observationSpace: Box;
  readonly observations: PackedArray;

  /** @param indices which numbers of the Box observations of `rows` are shown */
  constructor(
    private readonly rows: SeededRows,
    private readonly indices: readonly number[],
  ) {
    const { low, high } = rows.observationSpace as Box;
    this.observationSpace = new Box({ low: indices.map((k) => low[k]!), high: indices.map((k) => high[k]!) });
    this.observations = allocatePacked('float32', this.rewards.length * indices.length);
  }

  get actionSpace() {
    return this.rows.actionSpace;
  }

  get resetOptions() {
    return this.rows.resetOptions;
  }

  get rewards() {
    return this.rows.rewards;
  }

  get terminated() {
    return this.rows.terminated;
  }

  reset(row: number, seed?: Seed, options?: Record<string, unknown>): void {
    this.rows.reset(row, seed, options);
    this.show(row, row + 1);
  }

  step(actions: PackedArray, from: number, to: number): void {
    this.rows.step(actions, from, to);
    this.show(from, to);
  }

  private show(from: number, to: number): void {
    const { indices, observations } = this;
    const { observations: all, observationSpace } = this.rows;
    const { packedSize } = observationSpace;
    for (let i = from, out = from * indices.length; i < to; i++) {
      for (let k = 0; k < indices.length; k++) observations[out++] = all[i * packedSize + indices[k]!]!;
    }
  }

  save(row: number): EnvState {
    return { env: this.rows.save(row) };
  }

  load(row: number, state: EnvState): void {
    this.rows.load(row, state.env as EnvState);
  }
}
