// An n-dimensional box of numbers, each within its own closed interval, which may be unbounded.
import { isNumeric, product, requirePositive } from './packing.js';
import {
  allocatePacked,
  type NumericArray,
  type PackedArray,
  type PackedType,
  type SampleOptions,
  Space,
} from './space.js';

export interface BoxOptions {
  /** Lower bounds: one for all, or one per element (row-major). */
  low: number | ArrayLike<number>;
  high: number | ArrayLike<number>;
  /** Dimensions; absent: one dimension as long as the bounds. */
  shape?: readonly number[];
  /** Type of the values (default `float32`). */
  dtype?: PackedType;
}

/**
 * Values are flat typed arrays, row-major over `shape`: `Float32Array` unless `dtype` says otherwise.
 *
 * @example
 * new Box({ low: -1, high: 1, shape: [3] });
 * new Box<Uint8Array>({ low: 0, high: 255, shape: [84, 84, 4], dtype: 'uint8' });
 */
export class Box<T extends PackedArray = Float32Array> extends Space<T> {
  readonly kind = 'Box';
  readonly packedSize: number;
  readonly packedType: PackedType;
  readonly flatdim: number;
  readonly shape: readonly number[];
  readonly low: T;
  readonly high: T;
  private readonly isInteger: boolean;

  /** @throws RangeError when shape, bounds and dtype do not fit each other. */
  constructor({ low, high, shape, dtype = 'float32' }: BoxOptions) {
    super();
    this.shape = shape ? [...shape] : [lengthOf(low) ?? lengthOf(high) ?? 1];
    requirePositive('dimensions of Box', this.shape);
    this.packedSize = product(this.shape);
    this.flatdim = this.packedSize;
    this.packedType = dtype;
    this.isInteger = dtype === 'int32' || dtype === 'uint8';
    this.low = this.bounds('low', low);
    this.high = this.bounds('high', high);
    for (let i = 0; i < this.packedSize; i++) {
      if (!(this.low[i]! <= this.high[i]!)) {
        throw new RangeError(
          `Box needs low <= high, got ${this.low[i]} and ${this.high[i]} at element ${i}.`,
        );
      }
    }
  }

  private bounds(name: string, bound: number | ArrayLike<number>): T {
    const out = allocatePacked(this.packedType, this.packedSize);
    if (typeof bound !== 'number' && bound.length !== this.packedSize) {
      throw new RangeError(`${name} of Box needs ${this.packedSize} numbers, got ${bound.length}.`);
    }
    for (let i = 0; i < this.packedSize; i++) {
      const value = typeof bound === 'number' ? bound : bound[i]!;
      out[i] = value;
      if (this.isInteger && out[i] !== value) {
        throw new RangeError(
          `${name} of a ${this.packedType} Box must be a number of that type, got ${value}.`,
        );
      }
    }
    return out as T;
  }

  /** Both bounds of every element are finite. */
  get isBounded(): boolean {
    return this.low.every(Number.isFinite) && this.high.every(Number.isFinite);
  }

  /** Uniform where bounded on both sides, exponential where on one, normal where on none. */
  sample({ rng = this.rng }: SampleOptions = {}): T {
    const { low, high } = this;
    const out = allocatePacked(this.packedType, this.packedSize) as T;
    const edge = this.isInteger ? 1 : 0;
    const draws = {
      none: () => rng.standardNormal(),
      below: (i: number) => rng.exponential() + low[i]!,
      above: (i: number) => -rng.exponential() + high[i]!,
      both: (i: number) => rng.uniform(low[i]!, high[i]! + edge),
    };
    // Gymnasium draws all elements of one form before those of the next.
    for (const form of ['none', 'below', 'above', 'both'] as const) {
      for (let i = 0; i < this.packedSize; i++) {
        if (this.boundedness(i) !== form) continue;
        const value = draws[form](i);
        out[i] = this.isInteger ? Math.floor(value) : value;
      }
    }
    return out;
  }

  private boundedness(i: number): 'none' | 'below' | 'above' | 'both' {
    const below = this.low[i]! > -Infinity;
    const above = this.high[i]! < Infinity;
    if (below) return above ? 'both' : 'below';
    return above ? 'above' : 'none';
  }

  /** Any flat array of the right length counts, whatever its number type; NaN never lies in a box. */
  contains(value: unknown): value is T {
    if (!isNumeric(value, this.packedSize)) return false;
    for (let i = 0; i < this.packedSize; i++) {
      const x = value[i]!;
      if (!(x >= this.low[i]! && x <= this.high[i]!)) return false;
      if (this.isInteger && !Number.isInteger(x)) return false;
    }
    return true;
  }

  pack(value: T, out: NumericArray, offset: number): void {
    for (let i = 0; i < this.packedSize; i++) out[offset + i] = value[i]!;
  }

  unpack(from: NumericArray, offset: number): T {
    const out = allocatePacked(this.packedType, this.packedSize);
    for (let i = 0; i < this.packedSize; i++) out[i] = from[offset + i]!;
    return out as T;
  }

  flattenPacked(from: NumericArray, offset: number, out: Float32Array, outOffset: number): void {
    for (let i = 0; i < this.packedSize; i++) out[outOffset + i] = from[offset + i]!;
  }

  toJSON(): Record<string, unknown> {
    return {
      kind: this.kind,
      low: boundJSON(this.low),
      high: boundJSON(this.high),
      shape: this.shape,
      dtype: this.packedType,
    };
  }

  toString(): string {
    const show = (bound: T) => (bound.every((x) => x === bound[0]) ? bound[0] : `[${bound.join(' ')}]`);
    return `Box(${show(this.low)}, ${show(this.high)}, [${this.shape.join(', ')}], ${this.packedType})`;
  }
}

function lengthOf(bound: number | ArrayLike<number>): number | undefined {
  return typeof bound === 'number' ? undefined : bound.length;
}

/** JSON has no infinity: it is written as a string, which `Number` reads back. */
function boundJSON(bound: PackedArray): unknown {
  const values = Array.from(bound, (x) => (Number.isFinite(x) ? x : String(x)));
  return values.every((x) => x === values[0]) ? values[0] : values;
}
