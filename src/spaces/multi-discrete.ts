// Several independent choices at once, as the keys of a controller.
import { integerType, isNumeric, requirePositive } from './packing.js';
import { type NumericArray, type PackedType, type SampleOptions, Space } from './space.js';

/** @example new MultiDiscrete([5, 2, 2]) // e.g. Int32Array [3, 1, 0] */
export class MultiDiscrete extends Space<Int32Array> {
  readonly kind = 'MultiDiscrete';
  readonly packedSize: number;
  readonly packedType: PackedType;
  readonly flatdim: number;
  readonly shape: readonly number[];
  /** How many values each entry may take: 0 … nvec[i] - 1. */
  readonly nvec: readonly number[];

  /** @throws RangeError when an entry of nvec is not a positive integer. */
  constructor(nvec: readonly number[]) {
    super();
    requirePositive('nvec of MultiDiscrete', nvec);
    this.nvec = [...nvec];
    this.shape = [nvec.length];
    this.packedSize = nvec.length;
    this.flatdim = nvec.reduce((sum, n) => sum + n, 0);
    this.packedType = integerType(0, Math.max(0, ...nvec) - 1);
  }

  sample({ rng = this.rng }: SampleOptions = {}): Int32Array {
    return Int32Array.from(this.nvec, (n) => Math.floor(rng.random() * n));
  }

  contains(value: unknown): value is Int32Array {
    return (
      isNumeric(value, this.packedSize) &&
      this.nvec.every((n, i) => Number.isInteger(value[i]) && value[i]! >= 0 && value[i]! < n)
    );
  }

  pack(value: Int32Array, out: NumericArray, offset: number): void {
    for (let i = 0; i < this.packedSize; i++) out[offset + i] = value[i]!;
  }

  unpack(from: NumericArray, offset: number): Int32Array {
    return Int32Array.from(this.nvec, (_, i) => from[offset + i]!);
  }

  flattenPacked(from: NumericArray, offset: number, out: Float32Array, outOffset: number): void {
    out.fill(0, outOffset, outOffset + this.flatdim);
    let first = outOffset;
    for (let i = 0; i < this.packedSize; i++) {
      out[first + from[offset + i]!] = 1;
      first += this.nvec[i]!;
    }
  }

  toJSON(): Record<string, unknown> {
    return { kind: this.kind, nvec: this.nvec };
  }

  toString(): string {
    return `MultiDiscrete([${this.nvec.join(', ')}])`;
  }
}
