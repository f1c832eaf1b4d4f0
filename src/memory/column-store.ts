// The one store that every memory is a view of: named columns with a row per step, a ring or a growing list.
import { UserError } from '../io/errors.js';
import { joinSnapshots, type Snapshot, type Stateful, splitSnapshot } from '../io/snapshot.js';
import { type Column, type ColumnSpec, makeColumn } from './column.js';
import type { FixedColumn } from './fixed-column.js';
import type { FrameStore } from './frame-store.js';

/** Room at first, and how many rows it grows by at the most: memory follows what is stored. */
const FIRST_ROWS = 64;
const GROWTH = 65_536;

/**
 * Rows of named columns. `claim` gives the number of the row to be written next: rows follow each other until there are
 * `capacity` of them, then the oldest is written over. Memory grows with what is stored: a capacity is a limit.
 *
 * @example
 * const store = new ColumnStore({ state: { dtype: 'float32', size: 4 }, reward: { dtype: 'float32' } }, 1000);
 * const row = store.claim();
 * store.column('state').write(row, [0, 1, 2, 3]);
 * store.scalar('reward').set(row, 1);
 */
export class ColumnStore implements Stateful {
  /** Rows stored. */
  size = 0;
  /** Row that is written next. */
  private position = 0;
  /** Rows that there is room for. */
  private room = 0;
  private readonly columns: Record<string, Column>;
  /** Shared by the columns of images. */
  private readonly frames: Set<FrameStore>;

  constructor(
    readonly specs: Readonly<Record<string, ColumnSpec>>,
    /** Rows at the most; Infinity for a list that grows. */
    readonly capacity: number = Infinity,
  ) {
    if (capacity !== Infinity && (!Number.isSafeInteger(capacity) || capacity < 1)) {
      throw new RangeError(`the capacity of a memory must be a positive integer, got ${capacity}`);
    }
    this.columns = Object.fromEntries(
      Object.entries(specs).map(([name, spec]) => [name, makeColumn(name, spec)]),
    );
    this.frames = new Set(Object.values(specs).flatMap(({ frames }) => (frames ? [frames.store] : [])));
  }

  get names(): string[] {
    return Object.keys(this.columns);
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    const columns = Object.values(this.columns).reduce((sum, column) => sum + column.bytes, 0);
    return [...this.frames].reduce((sum, store) => sum + store.bytes, columns);
  }

  /** @throws RangeError when there is no such column. */
  column(name: string): Column {
    const column = this.columns[name];
    if (column) return column;
    throw new RangeError(`the memory has no column ${name}; its columns are ${this.names.join(', ')}`);
  }

  /** A column whose rows have equal lengths, with direct access to its numbers. */
  scalar(name: string): FixedColumn {
    return this.column(name) as FixedColumn;
  }

  has(name: string): boolean {
    return name in this.columns;
  }

  /** The first of `count` rows to be written now; several are given only where they follow each other. */
  claim(count = 1): number {
    const row = this.position;
    const end = row + count;
    if (end > this.capacity) {
      throw new RangeError(`${count} rows do not fit behind row ${row} of a memory of ${this.capacity}`);
    }
    if (end > this.size) {
      if (end > this.room) this.reserve(Math.max(end, this.room + Math.min(this.room, GROWTH), FIRST_ROWS));
      this.size = end;
    }
    this.position = end === this.capacity ? 0 : end;
    return row;
  }

  /** Makes room for rows that will come, up to the capacity. */
  reserve(rows: number): void {
    this.room = Math.max(this.room, Math.min(rows, this.capacity));
    for (const name in this.columns) this.columns[name]!.reserve(this.room);
  }

  clear(): void {
    this.size = 0;
    this.position = 0;
    for (const name in this.columns) this.columns[name]!.clear();
  }

  /** Everything stored, in views that are valid until the next change. */
  saveState(): Snapshot {
    const { size, position } = this;
    const columns = Object.entries(this.columns).map(([name, column]) => [name, column.saveState(size)]);
    const frames = [...this.frames].map((store, i) => [`frames ${i}`, store.saveState()]);
    return joinSnapshots({ size, position }, Object.fromEntries([...columns, ...frames]));
  }

  /** @throws UserError when the saved rows have other columns, or do not fit. */
  loadState(snapshot: Snapshot): void {
    const { meta, parts } = splitSnapshot(snapshot);
    const size = meta.size as number;
    if (!isCount(size) || !isCount(meta.position)) {
      throw new UserError('The saved memory does not say how many rows it holds.');
    }
    if (size > this.capacity) {
      throw new UserError(
        `The saved memory holds ${size} rows, this one takes ${this.capacity}; use the same bufferSize and nSteps.`,
      );
    }
    for (const [name, column] of Object.entries(this.columns)) {
      const saved = parts[name];
      if (!saved) throw new UserError(`The saved memory has no column ${name}.`);
      column.loadState(saved, size);
    }
    for (const [i, store] of [...this.frames].entries()) store.loadState(parts[`frames ${i}`]!);
    this.size = size;
    this.room = size;
    // A ring of another capacity goes on behind its newest row only while it is not full.
    this.position = size < this.capacity ? size : (meta.position as number) % this.capacity;
  }
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
