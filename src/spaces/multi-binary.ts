// An array of independent bits.
import type { Generator } from '../random/index.js';
import { requireOneOf, requireProbabilities, requireWeights } from './choices.js';
import type { NumericArray } from './dtypes.js';
import { isNumeric, sizeOf } from './packing.js';
import { Space } from './space.js';

export interface MultiBinarySampleOptions {
  rng?: Generator;
  /** For each bit 0 or 1 to fix it, 2 to draw it. */
  mask?: ArrayLike<number> | null;
  /** How likely each bit is 1. */
  probability?: ArrayLike<number> | null;
}

/** @example new MultiBinary(5) // e.g. Uint8Array [1, 0, 1, 0, 1] */
export class MultiBinary extends Space<Uint8Array> {
  readonly kind = 'MultiBinary';
  readonly packedSize: number;
  readonly packedType = 'uint8';
  readonly flatdim: number;
  readonly shape: readonly number[];

  /**
   * @param shape how many bits, or the dimensions of the array (values are flat, row-major).
   * @throws RangeError when a dimension is not a positive integer.
   */
  constructor(shape: number | readonly number[]) {
    super();
    this.shape = Array.isArray(shape) ? [...shape] : [shape as number];
    this.packedSize = sizeOf('MultiBinary', this.shape);
    this.flatdim = this.packedSize;
  }

  sample(options: MultiBinarySampleOptions = {}): Uint8Array {
    const { rng = this.rng, mask, probability } = options;
    requireOneOf(options);
    if (probability != null) {
      const p = requireProbabilities(`The probability of ${this}`, probability, this.packedSize);
      return Uint8Array.from(p, (likely) => (rng.random() <= likely ? 1 : 0));
    }
    const bits = rng.bytes(2, this.packedSize);
    if (mask == null) return bits;
    const fixed = requireWeights(`The mask of ${this}`, mask, this.packedSize);
    return bits.map((bit, i) => {
      if (fixed[i] !== 0 && fixed[i] !== 1 && fixed[i] !== 2) {
        throw new RangeError(`The mask of ${this} must hold 0, 1 or 2, got ${fixed[i]} at element ${i}.`);
      }
      return fixed[i] === 2 ? bit : fixed[i]!;
    });
  }

  contains(value: unknown): value is Uint8Array {
    if (!isNumeric(value, this.packedSize)) return false;
    for (let i = 0; i < this.packedSize; i++) if (value[i] !== 0 && value[i] !== 1) return false;
    return true;
  }

  pack(value: Uint8Array, out: NumericArray, offset: number): void {
    for (let i = 0; i < this.packedSize; i++) out[offset + i] = value[i]!;
  }

  unpack(from: NumericArray, offset: number): Uint8Array {
    const bits = new Uint8Array(this.packedSize);
    for (let i = 0; i < this.packedSize; i++) bits[i] = from[offset + i]!;
    return bits;
  }

  flattenPacked(from: NumericArray, offset: number, out: Float32Array, outOffset: number): void {
    for (let i = 0; i < this.packedSize; i++) out[outOffset + i] = from[offset + i]!;
  }

  toJSON(): Record<string, unknown> {
    return { kind: this.kind, shape: this.shape };
  }

  toString(): string {
    return `MultiBinary(${this.shape.length === 1 ? this.shape[0] : `[${this.shape.join(', ')}]`})`;
  }
}
