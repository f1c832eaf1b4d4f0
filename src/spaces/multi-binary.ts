// An array of independent bits.
import { isNumeric, product, requirePositive } from './packing.js';
import { type NumericArray, type SampleOptions, Space } from './space.js';

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
    this.shape = typeof shape === 'number' ? [shape] : [...shape];
    requirePositive('dimensions of MultiBinary', this.shape);
    this.packedSize = product(this.shape);
    this.flatdim = this.packedSize;
  }

  sample({ rng = this.rng }: SampleOptions = {}): Uint8Array {
    return rng.bytes(2, this.packedSize);
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
    return Uint8Array.from({ length: this.packedSize }, (_, i) => from[offset + i]!);
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
