// The cells of a bounded Box: its numbers cut into bins, computed in the number type of the box as NumPy does.
import { UserError } from '../../io/errors.js';
import {
  type ArrayOf,
  allocatePacked,
  type Box,
  Discrete,
  MultiDiscrete,
  type PackedType,
  type Space,
} from '../../spaces/index.js';

/** More cells than that fill no table, and no network has as many outputs. */
const MOST_CELLS = 2 ** 31;

export class Bins<D extends PackedType> {
  /** How many bins each number has. */
  readonly counts: readonly number[];
  /** Of the cells: one choice, or a choice for each number. */
  readonly space: Discrete | MultiDiscrete;
  /** `counts[i] + 1` bounds of the bins of number i, from low to high. */
  private readonly edges: readonly ArrayOf<'float64'>[];
  private readonly centers: readonly ArrayOf<'float64'>[];
  private readonly isSingle: boolean;

  /** @throws UserError when the box is unbounded, or the bins are no positive integers, one for all or one for each number. */
  constructor(
    who: string,
    private readonly box: Box<D>,
    bins: number | readonly number[],
    multidiscrete: boolean,
  ) {
    const { packedSize, low, high, isBounded } = box;
    if (!isBounded) throw new UserError(`${who} needs finite bounds, got ${box}.`);
    this.counts = typeof bins === 'number' ? Array<number>(packedSize).fill(bins) : [...bins];
    if (this.counts.length !== packedSize) {
      throw new UserError(
        `${who} needs bins for each of the ${packedSize} numbers of ${box}, got [${bins}].`,
      );
    }
    const cells = this.counts.reduce((product, count) => product * count, 1);
    if (!multidiscrete && cells > MOST_CELLS) {
      throw new UserError(`${who} would have ${cells} cells: take fewer bins, or multidiscrete: true.`);
    }
    this.space = multidiscrete ? new MultiDiscrete(this.counts) : new Discrete(cells);
    this.isSingle = box.dtype === 'float32';
    this.edges = this.counts.map((count, i) => this.evenly(low[i]!, high[i]!, count));
    this.centers = this.edges.map((edges) =>
      edges.subarray(1).map((edge, k) => this.round(0.5 * this.round(edges[k]! + edge))),
    );
  }

  private round(x: number): number {
    return this.isSingle ? Math.fround(x) : x;
  }

  private evenly(low: number, high: number, count: number): Float64Array {
    const width = this.round(this.round(high - low) / count);
    const edges = Float64Array.from({ length: count + 1 }, (_, k) => this.round(this.round(k * width) + low));
    edges[count] = high;
    return edges;
  }

  /** The cell that numbers lie in; what lies beyond the bounds counts as at them. */
  cellOf(values: ArrayLike<number>): number | Int32Array {
    return this.join((i) => {
      const x = Math.max(this.box.low[i]!, Math.min(this.box.high[i]!, values[i]!));
      const inner = this.edges[i]!.subarray(1, -1);
      return inner.reduce((bin, edge) => (edge <= x ? bin + 1 : bin), 0);
    });
  }

  /** The cell whose centre is nearest in each number. */
  nearest(values: ArrayLike<number>): number | Int32Array {
    return this.join((i) => {
      const distances = this.centers[i]!.map((center) => Math.abs(center - values[i]!));
      return distances.indexOf(distances.reduce((a, b) => Math.min(a, b)));
    });
  }

  /** The middle of a cell. */
  centerOf(cell: number | ArrayLike<number>): ArrayOf<D> {
    return this.numbers(cell, (i, bin) => this.centers[i]![bin]!);
  }

  /** Where a cell begins and ends. */
  boundsOf(cell: number | ArrayLike<number>): [low: ArrayOf<D>, high: ArrayOf<D>] {
    return [
      this.numbers(cell, (i, bin) => this.edges[i]![bin]!),
      this.numbers(cell, (i, bin) => this.edges[i]![bin + 1]!),
    ];
  }

  /** The first number is the slowest to change in the index of a cell. */
  private join(binOf: (i: number) => number): number | Int32Array {
    const bins = Int32Array.from(this.counts, (_, i) => binOf(i));
    if (this.space instanceof MultiDiscrete) return bins;
    return bins.reduce((cell, bin, i) => cell * this.counts[i]! + bin, 0);
  }

  private numbers(cell: number | ArrayLike<number>, at: (i: number, bin: number) => number): ArrayOf<D> {
    const out = allocatePacked(this.box.dtype, this.counts.length);
    let rest = cell;
    for (let i = out.length - 1; i >= 0; i--) {
      const count = this.counts[i]!;
      out[i] = at(i, typeof rest === 'number' ? rest % count : rest[i]!);
      if (typeof rest === 'number') rest = Math.floor(rest / count);
    }
    return out;
  }
}

/** The cells as a space of whatever values they stand for. */
export function cellSpace<T>({ space }: Bins<PackedType>): Space<T> {
  return space as Space<number> | Space<Int32Array> as Space<T>;
}
