// Batches of positions from the memory of self-play, turned and mirrored at random.
import type { Symmetry } from '../../../envs/search-game.js';
import type { ColumnStore, FixedColumn } from '../../../memory/index.js';
import type { Generator } from '../../../random/index.js';
import { allocatePacked, type PackedArray } from '../../../spaces/index.js';
import { buffer } from '../../../tensor/index.js';
import type { ObservationEncoder } from '../../features/observation-encoder.js';

export class PositionBatches {
  private readonly observations: PackedArray;
  private readonly states;
  private readonly policies;
  private readonly values;

  constructor(
    private readonly memory: ColumnStore,
    private readonly encoder: ObservationEncoder,
    private readonly size: number,
    private readonly symmetries: readonly Symmetry[],
  ) {
    const { dtype, size: width } = memory.scalar('observation');
    this.observations = allocatePacked(dtype, size * width);
    this.states = buffer([size, encoder.size]);
    this.policies = buffer([size, memory.scalar('policy').size]);
    this.values = buffer([size]);
  }

  /** `size` rows, drawn with replacement; the tensors are the same at every call. */
  draw(rng: Generator) {
    const { memory, symmetries, size, states, policies, values, observations, encoder } = this;
    for (let i = 0; i < size; i++) {
      const row = rng.integers(0, memory.size);
      const turn = symmetries[rng.integers(0, symmetries.length + 1) - 1];
      copyRow(memory.scalar('observation'), row, observations, i, turn?.observation);
      copyRow(memory.scalar('policy'), row, policies.data as Float32Array, i, turn?.actions);
      values.data[i] = memory.scalar('value').get(row);
    }
    encoder.encodeRows(observations, size, states.data as Float32Array);
    return { states, policies, values };
  }
}

/** @param order entry k of the copy is entry `order[k]` of the row */
function copyRow(column: FixedColumn, row: number, out: PackedArray, to: number, order?: Int32Array): void {
  const source = column.source(row);
  const from = column.offset(row);
  const { size } = column;
  for (let k = 0; k < size; k++) out[to * size + k] = source[from + (order ? order[k]! : k)]!;
}
