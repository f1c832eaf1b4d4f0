// A column whose rows have lengths of their own: sequences, and the nodes and edges of graphs.
import { UserError } from '../io/errors.js';
import type { Snapshot } from '../io/snapshot.js';
import { allocatePacked, type PackedArray, type PackedType } from '../spaces/index.js';
import type { Column } from './column.js';

export class RaggedColumn implements Column {
  private rows: PackedArray[] = [];

  constructor(readonly dtype: PackedType) {}

  get bytes(): number {
    return this.rows.reduce((sum, row) => sum + row.byteLength, 0);
  }

  reserve(): void {}

  /** A row is all of `source`. */
  write(row: number, source: ArrayLike<number>): void {
    const copy = allocatePacked(this.dtype, source.length);
    for (let i = 0; i < source.length; i++) copy[i] = source[i]!;
    this.rows[row] = copy;
  }

  source(row: number): PackedArray {
    return this.rows[row]!;
  }

  offset(): number {
    return 0;
  }

  length(row: number): number {
    return this.rows[row]!.length;
  }

  clear(): void {
    this.rows = [];
  }

  /** The numbers of all rows one after the other, and the length of each. */
  saveState(rows: number): Snapshot {
    const lengths = Int32Array.from({ length: rows }, (_, row) => this.rows[row]?.length ?? 0);
    const values = allocatePacked(
      this.dtype,
      lengths.reduce((sum, length) => sum + length, 0),
    );
    let at = 0;
    for (let row = 0; row < rows; row++) {
      values.set(this.rows[row] ?? [], at);
      at += lengths[row]!;
    }
    return { meta: {}, arrays: { lengths, values } };
  }

  loadState({ arrays: { lengths, values } }: Snapshot, rows: number): void {
    if (!lengths || !values || lengths.length !== rows) {
      throw new UserError(`A saved column of rows of varying length is incomplete: expected ${rows} rows.`);
    }
    this.rows = [];
    let at = 0;
    for (let row = 0; row < rows; row++) {
      this.write(row, values.subarray(at, at + lengths[row]!));
      at += lengths[row]!;
    }
  }
}
