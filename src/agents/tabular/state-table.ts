// Numbers per state, in rows: of a Discrete space one for every state, of other finite spaces for those that were met.
import { UserError } from '../../io/errors.js';
import type { Snapshot, Stateful } from '../../io/snapshot.js';
import { Box, Discrete, type PackedArray, type Space } from '../../spaces/index.js';
import type { WeightArray } from '../agent.js';
import type { Weighted } from '../parts.js';

/** A Discrete space of more states gets rows only for those that are met. */
const MOST_ROWS = 100_000;
const FIRST_ROWS = 64;
/** Name of the array that says which observation each row stands for. */
const STATES = 'states';

export interface ColumnOptions {
  /** Numbers per row. */
  width: number;
  /** What they are before anything is learnt. */
  initial: number;
}

/** One array of the table. `data` is another array after the table has grown: do not keep it. */
export interface Column extends Readonly<ColumnOptions> {
  data: Float64Array;
}

/** @throws UserError for observations of which no two are ever the same: real numbers, or values without a fixed size. */
export function requireFinite(algo: string, space: Space): void {
  if (!space.hasFixedSize)
    throw new UserError(`${algo} keeps a row per observation, and those of ${space} have no fixed size.`);
  const real = space.leaves().find(({ space: part }) => hasRealNumbers(part));
  if (!real) return;
  throw new UserError(
    `${algo} keeps a row per observation, and real numbers are hardly ever met twice: ${space} does not do. ` +
      'Wrap the environment in DiscretizeObservation, or use an algorithm with a network such as dqn.',
  );
}

function hasRealNumbers(space: Space): boolean {
  const box: unknown = space;
  if (box instanceof Box) return box.dtype.startsWith('float');
  return space.subspaces.some(hasRealNumbers);
}

/** A part of an agent: its arrays are weights, in double precision. */
export class StateTable<K extends string = string> implements Stateful, Weighted {
  readonly columns: Readonly<Record<K, Column>>;
  /** Rows in use. */
  size: number;
  private capacity: number;
  /** The smallest state of a Discrete space that has a row per state; others find theirs in `known`. */
  private readonly first: number | undefined;
  private readonly known = new Map<number | string, number>();
  private states: Float64Array;

  constructor(
    private readonly space: Space,
    columns: Readonly<Record<K, ColumnOptions>>,
  ) {
    const discrete: unknown = space;
    const isDense = discrete instanceof Discrete && discrete.n <= MOST_ROWS;
    this.first = isDense ? (discrete as Discrete).start : undefined;
    this.size = isDense ? (discrete as Discrete).n : 0;
    this.capacity = isDense ? this.size : FIRST_ROWS;
    this.states = new Float64Array(isDense ? 0 : this.capacity * space.packedSize);
    const made = Object.entries<ColumnOptions>(columns).map(([name, { width, initial }]) => [
      name,
      { width, initial, data: new Float64Array(this.capacity * width).fill(initial) },
    ]);
    this.columns = Object.fromEntries(made);
  }

  /** Whether states get their rows when they are met. */
  get grows(): boolean {
    return this.first === undefined;
  }

  /** The row of packed observation `i`; a new one when it was never met. */
  row(observations: PackedArray, i: number): number {
    const found = this.find(observations, i);
    if (found >= 0) return found;
    const size = this.space.packedSize;
    if (this.size === this.capacity) this.grow(2 * this.capacity);
    this.states.set(observations.subarray(i * size, (i + 1) * size), this.size * size);
    this.known.set(this.keyOf(observations, i), this.size);
    return this.size++;
  }

  /** The same, but -1 when it was never met. */
  find(observations: PackedArray, i: number): number {
    if (this.first !== undefined) return observations[i]! - this.first;
    return this.known.get(this.keyOf(observations, i)) ?? -1;
  }

  private keyOf(observations: PackedArray | Float64Array, i: number): number | string {
    const size = this.space.packedSize;
    return size === 1 ? observations[i]! : observations.subarray(i * size, (i + 1) * size).join();
  }

  private grow(capacity: number): void {
    this.capacity = capacity;
    this.states = grown(this.states, capacity * this.space.packedSize, 0);
    for (const column of Object.values<Column>(this.columns))
      column.data = grown(column.data, capacity * column.width, column.initial);
  }

  weights(): Record<string, WeightArray> {
    const arrays: Record<string, WeightArray> = {};
    const add = (name: string, data: Float64Array, width: number) => {
      arrays[name] = { shape: [this.size, width], data: data.slice(0, this.size * width) };
    };
    if (this.first === undefined) add(STATES, this.states, this.space.packedSize);
    for (const [name, { data, width }] of Object.entries<Column>(this.columns)) add(name, data, width);
    return arrays;
  }

  loadWeights(weights: Record<string, WeightArray>): void {
    const names = Object.keys(this.weights());
    const given = Object.keys(weights);
    if (given.length !== names.length || names.some((name) => !weights[name]))
      throw new Error(`expected the arrays ${names.join(', ')}, got ${given.join(', ') || 'none'}`);
    const size = weights[names[0]!]!.shape[0]!;
    if (this.first !== undefined && size !== this.size)
      throw new Error(`expected a row for each of ${this.size} states, got ${size}`);
    for (const name of names) {
      const width = name === STATES ? this.space.packedSize : this.columns[name as K].width;
      if (weights[name]!.data.length !== size * width)
        throw new Error(
          `${name} must have ${size} rows of ${width}, got ${weights[name]!.data.length} numbers`,
        );
    }
    if (size > this.capacity) this.grow(size);
    this.size = size;
    for (const [name, column] of Object.entries<Column>(this.columns)) {
      column.data.fill(column.initial);
      column.data.set(weights[name]!.data);
    }
    if (this.first !== undefined) return;
    this.states.set(weights[STATES]!.data);
    this.known.clear();
    for (let row = 0; row < size; row++) this.known.set(this.keyOf(this.states, row), row);
  }

  /** All of it is weights. */
  saveState(): Snapshot {
    return { meta: {}, arrays: {} };
  }

  loadState(): void {}
}

function grown(data: Float64Array, length: number, initial: number): Float64Array {
  const more = new Float64Array(length).fill(initial, data.length);
  more.set(data);
  return more;
}
