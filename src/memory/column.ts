// One named quantity of a memory: a row per step, whatever it takes to hold a row.

import type { Snapshot, TypedArray } from '../io/snapshot.js';
import type { PackedType } from '../spaces/index.js';
import { FixedColumn } from './fixed-column.js';
import { FrameColumn, type FrameLayout } from './frame-column.js';
import { RaggedColumn } from './ragged-column.js';

/** How the rows of a column look. */
export interface ColumnSpec {
  dtype: PackedType;
  /** Numbers per row (default 1), or `ragged` for rows of varying length: sequences, nodes and edges of graphs. */
  size?: number | 'ragged';
  /** Rows are images made of frames that come back in later rows; each frame is then kept once. */
  frames?: FrameLayout;
}

/** Storage of one column. Row numbers are those of its store; a row holds nothing before it is written. */
export interface Column {
  /** Memory held, in bytes. */
  readonly bytes: number;
  /** Makes room for `rows` rows. */
  reserve(rows: number): void;
  /**
   * Copies `count` rows to the rows from `row` on. They begin at `from` in `source` and lie `stride` numbers apart;
   * default: one row from the beginning, rows without gaps.
   */
  write(row: number, source: ArrayLike<number>, from?: number, count?: number, stride?: number): void;
  /** The array that holds a row now; valid until the next call. */
  source(row: number): ArrayLike<number>;
  /** Where in `source(row)` the row begins. */
  offset(row: number): number;
  /** Copies the given rows one after the other; there where all rows have the same length. */
  gather?(rows: ArrayLike<number>, out: TypedArray): void;
  /** Numbers in a row. */
  length(row: number): number;
  /** Forgets all rows. */
  clear(): void;
  /** The first `rows` rows, without copying where they lie together. */
  saveState(rows: number): Snapshot;
  loadState(snapshot: Snapshot, rows: number): void;
}

export function makeColumn(name: string, spec: ColumnSpec): Column {
  if (spec.frames) return new FrameColumn(spec.dtype, spec.frames);
  if (spec.size === 'ragged') return new RaggedColumn(spec.dtype);
  return new FixedColumn(name, spec.dtype, spec.size ?? 1);
}
