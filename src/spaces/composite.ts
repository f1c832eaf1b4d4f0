// What Tuple and Dict share: a list of parts, each a space with its own random stream, packed one after another.
import type { Seed } from '../random/index.js';
import { commonType } from './packing.js';
import { type NumericArray, type PackedType, type SampleOptions, Space } from './space.js';

const MAX_SUBSEED = 2147483647;

export abstract class Composite<T> extends Space<T> {
  readonly packedSize: number;
  readonly packedType: PackedType;
  readonly flatdim: number;

  constructor(protected readonly parts: readonly Space[]) {
    super();
    this.packedSize = parts.reduce((sum, part) => sum + part.packedSize, 0);
    this.packedType = parts.reduce<PackedType>((type, part) => commonType(type, part.packedType), 'uint8');
    this.flatdim = parts.reduce((sum, part) => sum + part.flatdim, 0);
  }

  /** The value of each part, in the order of `parts`. */
  protected abstract split(value: T): readonly unknown[];
  protected abstract join(values: unknown[]): T;

  /** Each part gets a seed drawn from `seed`; without one, system entropy. */
  override seed(seed?: Seed): void {
    super.seed(seed);
    const subseeds = this.parts.map(() =>
      seed === undefined ? undefined : this.rng.integers(0, MAX_SUBSEED),
    );
    this.parts.forEach((part, i) => {
      part.seed(subseeds[i]);
    });
  }

  sample(options?: SampleOptions): T {
    return this.join(this.parts.map((part) => part.sample(options)));
  }

  pack(value: T, out: NumericArray, offset: number): void {
    const values = this.split(value);
    this.parts.forEach((part, i) => {
      part.pack(values[i], out, offset);
      offset += part.packedSize;
    });
  }

  unpack(from: NumericArray, offset: number): T {
    return this.join(
      this.parts.map((part) => {
        offset += part.packedSize;
        return part.unpack(from, offset - part.packedSize);
      }),
    );
  }

  flattenPacked(from: NumericArray, offset: number, out: Float32Array, outOffset: number): void {
    for (const part of this.parts) {
      part.flattenPacked(from, offset, out, outOffset);
      offset += part.packedSize;
      outOffset += part.flatdim;
    }
  }
}
