// Several independent choices at once, as the keys of a controller.
import { requireKnown } from '../io/options.js';
import type { Generator } from '../random/index.js';
import { drawMasked, drawWeighted, requireOneOf, requireProbabilities, requireWeights } from './choices.js';
import {
  type ArrayOf,
  allocatePacked,
  holds,
  integerType,
  isIntegerType,
  type NumericArray,
  type PackedType,
  requireDtype,
} from './dtypes.js';
import { isNumeric, product, requirePositive } from './packing.js';
import { Space } from './space.js';

/** Numbers in a list, or in lists of lists of equal lengths. */
export type Nested = readonly number[] | readonly Nested[];
type NestedWeights = ArrayLike<number> | readonly NestedWeights[];

export interface MultiDiscreteOptions<D extends PackedType = 'int32'> {
  /** The smallest value of each entry, in the form of `nvec`; default 0. */
  start?: Nested;
  /** Type of the values, an integer one (default `int32`). */
  dtype?: D;
}

export interface MultiDiscreteSampleOptions {
  rng?: Generator;
  /**
   * 1 for each value that may be drawn: an array for each entry, in the form of `nvec`, or all flags in one array
   * as `actionMask` gives them. An entry whose flags are all 0 takes its start.
   */
  mask?: NestedWeights | null;
  /** How likely each value is, in the same form; of sum 1 for each entry. */
  probability?: NestedWeights | null;
}

/**
 * Values are flat typed arrays, row-major over `shape`.
 *
 * @example
 * new MultiDiscrete([5, 2, 2]) // e.g. Int32Array [3, 1, 0]
 * new MultiDiscrete([[2, 3], [4, 5]], { start: [[0, 0], [1, 1]] })
 */
export class MultiDiscrete<D extends PackedType = 'int32'> extends Space<ArrayOf<D>> {
  readonly kind = 'MultiDiscrete';
  readonly packedSize: number;
  readonly packedType: PackedType;
  readonly flatdim: number;
  readonly shape: readonly number[];
  /** How many values each entry may take, flat: start[i] … start[i] + nvec[i] - 1. */
  readonly nvec: readonly number[];
  readonly start: readonly number[];
  readonly dtype: D;

  /** @throws RangeError, TypeError when nvec, start and dtype are not what is described or do not fit each other. */
  constructor(nvec: Nested, options: MultiDiscreteOptions<D> = {}) {
    super();
    requireKnown('MultiDiscrete', options, ['start', 'dtype']);
    this.dtype = options.dtype ?? ('int32' as D);
    requireDtype('dtype of MultiDiscrete', this.dtype);
    if (!isIntegerType(this.dtype)) {
      throw new TypeError(`dtype of MultiDiscrete must be an integer type, got ${this.dtype}.`);
    }
    this.shape = shapeOf('nvec', nvec);
    this.nvec = (nvec as unknown[]).flat(Infinity) as number[];
    requirePositive('nvec of MultiDiscrete', this.nvec);
    this.packedSize = this.nvec.length;
    this.start = this.starts(options.start);
    this.flatdim = this.nvec.reduce((sum, n) => sum + n, 0);
    const ends = this.nvec.map((n, i) => this.start[i]! + n - 1);
    const [low, high] = [this.start.reduce((a, b) => Math.min(a, b)), ends.reduce((a, b) => Math.max(a, b))];
    if (!holds(this.dtype, low) || !holds(this.dtype, high)) {
      throw new RangeError(
        `The values ${low} … ${high} of MultiDiscrete are not all numbers of ${this.dtype}.`,
      );
    }
    this.packedType = integerType(low, high);
  }

  private starts(start: Nested | undefined): number[] {
    if (start === undefined) return Array.from(this.nvec, () => 0);
    const shape = shapeOf('start', start);
    if (String(shape) !== String(this.shape)) {
      throw new RangeError(
        `start of MultiDiscrete must have the shape of nvec, [${this.shape}], got [${shape}].`,
      );
    }
    const values = (start as unknown[]).flat(Infinity) as number[];
    for (const value of values) {
      if (!Number.isSafeInteger(value)) {
        throw new RangeError(`start of MultiDiscrete must hold integers, got ${value}.`);
      }
    }
    return values;
  }

  sample(options: MultiDiscreteSampleOptions = {}): ArrayOf<D> {
    const { rng = this.rng, mask, probability } = options;
    requireOneOf(options);
    const out = allocatePacked(this.dtype, this.packedSize);
    const draw = this.drawer(rng, mask, probability);
    for (let i = 0; i < this.packedSize; i++) out[i] = this.start[i]! + draw(i);
    return out;
  }

  /** Draws the choice of an entry, counted from 0. */
  private drawer(rng: Generator, mask: unknown, probability: unknown): (i: number) => number {
    if (mask != null) {
      const masks = this.entries('mask', mask);
      return (i) => drawMasked(rng, `entry ${i} of ${this}`, masks[i], this.nvec[i]!);
    }
    if (probability != null) {
      const weights = this.entries('probability', probability);
      return (i) => {
        const what = `entry ${i} of ${this}`;
        requireProbabilities(`The probability of ${what}`, weights[i], this.nvec[i]!);
        return drawWeighted(rng, what, weights[i], this.nvec[i]!);
      };
    }
    return (i) => Math.floor(rng.random() * this.nvec[i]!);
  }

  /** The weights of each entry, whether they came as lists in the form of nvec or as one flat array. */
  private entries(name: string, weights: unknown): unknown[] {
    if (ArrayBuffer.isView(weights) || (Array.isArray(weights) && typeof weights[0] === 'number')) {
      const flat = requireWeights(`The ${name} of ${this}`, weights, this.flatdim);
      let end = 0;
      return this.nvec.map((n) => {
        end += n;
        return Array.prototype.slice.call(flat, end - n, end);
      });
    }
    const lists = Array.isArray(weights) ? weights.flat(this.shape.length - 1) : [];
    if (lists.length !== this.packedSize) {
      throw new TypeError(
        `The ${name} of ${this} must be ${this.packedSize} arrays, one for each entry, or one array of ${this.flatdim} numbers.`,
      );
    }
    return lists;
  }

  contains(value: unknown): value is ArrayOf<D> {
    if (!isNumeric(value, this.packedSize)) return false;
    for (let i = 0; i < this.packedSize; i++) {
      const choice = value[i]! - this.start[i]!;
      if (!Number.isInteger(choice) || choice < 0 || choice >= this.nvec[i]!) return false;
    }
    return true;
  }

  pack(value: ArrayOf<D>, out: NumericArray, offset: number): void {
    for (let i = 0; i < this.packedSize; i++) out[offset + i] = value[i]!;
  }

  unpack(from: NumericArray, offset: number): ArrayOf<D> {
    const out = allocatePacked(this.dtype, this.packedSize);
    for (let i = 0; i < this.packedSize; i++) out[i] = from[offset + i]!;
    return out;
  }

  flattenPacked(from: NumericArray, offset: number, out: Float32Array, outOffset: number): void {
    out.fill(0, outOffset, outOffset + this.flatdim);
    let first = outOffset;
    for (let i = 0; i < this.packedSize; i++) {
      out[first + from[offset + i]! - this.start[i]!] = 1;
      first += this.nvec[i]!;
    }
  }

  toJSON(): Record<string, unknown> {
    return {
      kind: this.kind,
      nvec: nest(this.nvec, this.shape),
      start: nest(this.start, this.shape),
      dtype: this.dtype,
    };
  }

  toString(): string {
    const show = (values: readonly number[]) =>
      JSON.stringify(nest(values, this.shape)).replaceAll(',', ', ');
    const start = this.start.some((x) => x !== 0) ? `, start=${show(this.start)}` : '';
    const dtype = (this.dtype as PackedType) === 'int32' ? '' : `, ${this.dtype}`;
    return `MultiDiscrete(${show(this.nvec)}${start}${dtype})`;
  }
}

/** @throws TypeError when the lists have different lengths. */
function shapeOf(name: string, nested: unknown): number[] {
  if (!Array.isArray(nested)) {
    throw new TypeError(`${name} of MultiDiscrete must be an array of integers, got ${String(nested)}.`);
  }
  if (!nested.some(Array.isArray)) return [nested.length];
  const shapes = nested.map((part) => shapeOf(name, part));
  if (shapes.some((shape) => String(shape) !== String(shapes[0]))) {
    throw new TypeError(`${name} of MultiDiscrete has lists of different lengths.`);
  }
  return [nested.length, ...shapes[0]!];
}

function nest(values: readonly number[], shape: readonly number[]): unknown[] {
  if (shape.length < 2) return [...values];
  const size = product(shape.slice(1));
  return Array.from({ length: shape[0]! }, (_, i) =>
    nest(values.slice(i * size, (i + 1) * size), shape.slice(1)),
  );
}
