// A choice among n integers: start, start + 1, …, start + n - 1.
import { requireKnown } from '../io/options.js';
import type { Generator } from '../random/index.js';
import { drawMasked, drawWeighted, requireOneOf } from './choices.js';
import { integerType, type NumericArray, type PackedType } from './dtypes.js';
import { requirePositive } from './packing.js';
import { Space } from './space.js';

export interface DiscreteSampleOptions {
  rng?: Generator;
  /** 1 for each element that may be drawn, 0 for the others, n flags; all 0 yields `start`. */
  mask?: ArrayLike<number> | null;
  /** How likely each element is: n numbers of sum 1. */
  probability?: ArrayLike<number> | null;
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
  constructor(n: number, options: { start?: number } = {}) {
    super();
    requireKnown('Discrete', options, ['start']);
    const { start = 0 } = options;
    requirePositive('n of Discrete', [n]);
    if (!Number.isSafeInteger(start) || !Number.isSafeInteger(start + n)) {
      throw new RangeError(`start of Discrete must be an integer, got ${start}.`);
    }
    this.n = n;
    this.start = start;
    this.flatdim = n;
    this.packedType = integerType(start, start + n - 1);
  }

  sample(options: DiscreteSampleOptions = {}): number {
    const { rng = this.rng, mask, probability } = options;
    requireOneOf(options);
    if (mask != null) return this.start + drawMasked(rng, String(this), mask, this.n);
    if (probability != null) return this.start + drawWeighted(rng, String(this), probability, this.n);
    return this.start + rng.integers(0, this.n);
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
