// An n-dimensional box of numbers, each within its own closed interval, which may be unbounded.
import { requireKnown } from '../io/options.js';
import type { Generator } from '../random/index.js';
import {
  type ArrayOf,
  allocatePacked,
  isArrayOf,
  isIntegerType,
  type NumericArray,
  type PackedArray,
  type PackedType,
  rangeOf,
  requireDtype,
} from './dtypes.js';
import { isNumeric, sizeOf } from './packing.js';
import { type SampleOptions, Space } from './space.js';

export interface BoxOptions<D extends PackedType = 'float32'> {
  /** Lower bounds: one for all, or one per element (row-major). */
  low: number | ArrayLike<number>;
  high: number | ArrayLike<number>;
  /** Dimensions; absent: one dimension as long as the bounds. */
  shape?: readonly number[];
  /** Type of the values (default `float32`). */
  dtype?: D;
}

/**
 * Values are flat typed arrays, row-major over `shape`: `Float32Array` unless `dtype` says otherwise.
 *
 * @example
 * new Box({ low: -1, high: 1, shape: [3] });
 * new Box({ low: 0, high: 255, shape: [84, 84, 4], dtype: 'uint8' });
 */
export class Box<D extends PackedType = 'float32'> extends Space<ArrayOf<D>> {
  readonly kind = 'Box';
  readonly packedSize: number;
  readonly packedType: PackedType;
  /** Type of the values. */
  readonly dtype: D;
  readonly flatdim: number;
  readonly shape: readonly number[];
  readonly low: ArrayOf<D>;
  readonly high: ArrayOf<D>;
  /** Values are whole numbers. */
  readonly isInteger: boolean;

  /** @throws RangeError, TypeError when shape, bounds and dtype are wrong or do not fit each other. */
  constructor(options: BoxOptions<D>) {
    super();
    requireKnown('Box', options, ['low', 'high', 'shape', 'dtype']);
    const { low, high, shape, dtype = 'float32' as D } = options;
    requireDtype('dtype of Box', dtype);
    this.dtype = dtype;
    this.packedType = dtype;
    this.isInteger = isIntegerType(dtype);
    this.shape = shape ? [...shape] : [lengthOf(low) ?? lengthOf(high) ?? 1];
    this.packedSize = sizeOf('Box', this.shape);
    this.flatdim = this.packedSize;
    this.low = this.bounds('low', low, Infinity);
    this.high = this.bounds('high', high, -Infinity);
    for (let i = 0; i < this.packedSize; i++) {
      if (!(this.low[i]! <= this.high[i]!)) {
        throw new RangeError(
          `Box needs low <= high, got ${this.low[i]} and ${this.high[i]} at element ${i}.`,
        );
      }
    }
  }

  /** @param impossible the infinity that leaves no number between the bounds. */
  private bounds(name: string, bound: number | ArrayLike<number>, impossible: number): ArrayOf<D> {
    const out = allocatePacked(this.dtype, this.packedSize);
    if (typeof bound !== 'number' && lengthOf(bound) !== this.packedSize) {
      const got = lengthOf(bound) ?? typeof bound;
      throw new RangeError(`${name} of Box needs ${this.packedSize} numbers, got ${got}.`);
    }
    for (let i = 0; i < this.packedSize; i++) {
      const value = typeof bound === 'number' ? bound : bound[i]!;
      out[i] = value;
      const held = this.isInteger ? out[i] === value : Number.isFinite(out[i]) || !Number.isFinite(value);
      if (!held || typeof value !== 'number') {
        throw new RangeError(
          `${name} of a ${this.packedType} Box must be a number of that type, got ${String(value)}.`,
        );
      }
      if (value === impossible) {
        throw new RangeError(`${name} of Box must not be ${value}: no number lies within such bounds.`);
      }
    }
    return out;
  }

  /** Both bounds of every element are finite. */
  get isBounded(): boolean {
    return this.low.every(Number.isFinite) && this.high.every(Number.isFinite);
  }

  /**
   * Uniform where bounded on both sides, exponential where on one, normal where on none.
   *
   * @throws TypeError when given a mask or probability: a box has no choices to mask.
   */
  sample(options: SampleOptions = {}): ArrayOf<D> {
    if (options.mask != null || options.probability != null) {
      throw new TypeError(`${this} takes neither mask nor probability: its numbers are no choices.`);
    }
    const { rng = this.rng } = options;
    const out = allocatePacked(this.dtype, this.packedSize);
    // Gymnasium draws all elements of one form before those of the next.
    for (const form of ['none', 'below', 'above', 'both'] as const) {
      for (let i = 0; i < this.packedSize; i++) {
        if (this.boundedness(i) === form) out[i] = this.draw(rng, form, this.low[i]!, this.high[i]!);
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

  private draw(rng: Generator, form: 'none' | 'below' | 'above' | 'both', low: number, high: number): number {
    if (form === 'none') return rng.standardNormal();
    if (form === 'below') return rng.exponential() + low;
    if (form === 'above') return -rng.exponential() + high;
    if (this.isInteger) return Math.floor(rng.uniform(low, high + 1));
    if (Number.isFinite(high - low)) return rng.uniform(low, high);
    // Wider than the largest double: NumPy refuses.
    const u = rng.random();
    return low * (1 - u) + high * u;
  }

  /**
   * Any flat array of the right length counts, whatever its number type: its numbers are compared as numbers of
   * the box's own. NaN never lies in a box.
   */
  contains(value: unknown): value is ArrayOf<D> {
    if (!isNumeric(value, this.packedSize)) return false;
    const isSingle = this.packedType === 'float32';
    for (let i = 0; i < this.packedSize; i++) {
      const x = isSingle ? Math.fround(value[i]!) : value[i]!;
      if (!(x >= this.low[i]! && x <= this.high[i]!)) return false;
      if (this.isInteger && !Number.isInteger(x)) return false;
    }
    return true;
  }

  /** @throws RangeError when an integer box is given a number that its type does not hold. */
  pack(value: ArrayOf<D>, out: NumericArray, offset: number): void {
    // The box's own arrays cannot hold a wrong number, and cost nothing to check.
    if (this.isInteger && !isArrayOf(this.dtype, value)) this.requireHeld(value);
    for (let i = 0; i < this.packedSize; i++) out[offset + i] = value[i]!;
  }

  private requireHeld(value: ArrayLike<number>): void {
    const { min, max } = rangeOf(this.packedType);
    for (let i = 0; i < this.packedSize; i++) {
      if (Number.isInteger(value[i]) && value[i]! >= min && value[i]! <= max) continue;
      throw new RangeError(
        `${this} holds numbers of ${this.packedType}, got ${value[i]} at element ${i}: it would be stored as ` +
          'another number.',
      );
    }
  }

  unpack(from: NumericArray, offset: number): ArrayOf<D> {
    const out = allocatePacked(this.dtype, this.packedSize);
    for (let i = 0; i < this.packedSize; i++) out[i] = from[offset + i]!;
    return out;
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
    return `Box(${showBound(this.low)}, ${showBound(this.high)}, [${this.shape.join(', ')}], ${this.packedType})`;
  }
}

/**
 * Whether a space holds images: bytes bounded by exactly 0 and 255, of three dimensions or more (height, width and
 * channels in either order, perhaps stacked). Agents scale those to 0 … 1 and read them with convolutions; every
 * other space is taken as it is.
 */
export function isImage(space: Space): space is Box<'uint8'> {
  if (!(space instanceof Box) || space.packedType !== 'uint8' || space.shape.length < 3) return false;
  const { low, high } = space as Box<'uint8'>;
  return low.every((x) => x === 0) && high.every((x) => x === 255);
}

function lengthOf(bound: number | ArrayLike<number>): number | undefined {
  return typeof bound === 'object' ? bound?.length : undefined;
}

/** One number where all are equal, all of a few, else the first and last. */
function showBound(bound: PackedArray): string {
  if (bound.every((x) => x === bound[0])) return String(bound[0]);
  if (bound.length <= 16) return `[${bound.join(' ')}]`;
  return `[${bound.slice(0, 3).join(' ')} … ${bound.at(-1)}]`;
}

/** JSON has no infinity: it is written as a string, which `Number` reads back. */
function boundJSON(bound: PackedArray): unknown {
  const values = Array.from(bound, (x) => (Number.isFinite(x) ? x : String(x)));
  return values.every((x) => x === values[0]) ? values[0] : values;
}
