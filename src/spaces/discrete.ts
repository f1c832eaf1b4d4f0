// A choice among n integers: start, start + 1, …, start + n - 1.
import { integerType, requirePositive } from './packing.js';
import { type NumericArray, type PackedType, type SampleOptions, Space } from './space.js';

export interface DiscreteSampleOptions extends SampleOptions {
  /** 1 for each element that may be drawn, n flags; all 0 yields `start`. */
  mask?: ArrayLike<number>;
}

/** @example new Discrete(4) // actions 0, 1, 2, 3 */
export class Discrete extends Space<number> {
  readonly kind = 'Discrete';
  readonly packedSize = 1;
  readonly packedType: PackedType;
  readonly flatdim: number;
  /** How many elements there are. */
  readonly n: number;
  /** The smallest element. */
  readonly start: number;

  /** @throws RangeError when n is not a positive integer or start not an integer. */
  constructor(n: number, { start = 0 }: { start?: number } = {}) {
    super();
    requirePositive('n of Discrete', [n]);
    if (!Number.isSafeInteger(start))
      throw new RangeError(`start of Discrete must be an integer, got ${start}.`);
    this.n = n;
    this.start = start;
    this.flatdim = n;
    this.packedType = integerType(start, start + n - 1);
  }

  sample({ rng = this.rng, mask }: DiscreteSampleOptions = {}): number {
    if (mask === undefined) return this.start + rng.integers(0, this.n);
    const allowed: number[] = [];
    for (let i = 0; i < this.n; i++) if (mask[i] === 1) allowed.push(i);
    return allowed.length === 0 ? this.start : this.start + allowed[rng.integers(0, allowed.length)]!;
  }

  contains(value: unknown): value is number {
    return (
      Number.isInteger(value) && (value as number) >= this.start && (value as number) < this.start + this.n
    );
  }

  pack(value: number, out: NumericArray, offset: number): void {
    out[offset] = value;
  }

  unpack(from: NumericArray, offset: number): number {
    return from[offset]!;
  }

  flattenPacked(from: NumericArray, offset: number, out: Float32Array, outOffset: number): void {
    out.fill(0, outOffset, outOffset + this.n);
    out[outOffset + from[offset]! - this.start] = 1;
  }

  toJSON(): Record<string, unknown> {
    return { kind: this.kind, n: this.n, start: this.start };
  }

  toString(): string {
    return this.start === 0 ? `Discrete(${this.n})` : `Discrete(${this.n}, start=${this.start})`;
  }
}
