// The base of every space: a set of values that can be sampled, checked, packed into numbers and flattened.
import { Generator, type Seed } from '../random/index.js';

export type NumericArray = Float32Array | Float64Array | Int32Array | Uint8Array | Int8Array | number[];
/** Storage of packed values: the narrowest type that holds every number of the space exactly. */
export type PackedArray = Float32Array | Float64Array | Int32Array | Uint8Array;
export type PackedType = 'float32' | 'float64' | 'int32' | 'uint8';

const ARRAY_TYPES = { float32: Float32Array, float64: Float64Array, int32: Int32Array, uint8: Uint8Array };

/** A zeroed array for `length` packed numbers. */
export function allocatePacked(type: PackedType, length: number): PackedArray {
  return new ARRAY_TYPES[type](length);
}

export interface SampleOptions {
  /** Draws from this stream instead of the space's own. */
  rng?: Generator;
}

export abstract class Space<T = unknown> {
  /** Name as in Gymnasium: `Box`, `Discrete`, … */
  abstract readonly kind: string;
  /** How many numbers hold one value: 1 for Discrete, the product of the shape for Box. */
  abstract readonly packedSize: number;
  abstract readonly packedType: PackedType;
  /** Length of `flatten(value)`: Discrete parts are one-hot (Gymnasium's `flatdim`). */
  abstract readonly flatdim: number;

  /** Draws a value; `seed` first for a repeatable sequence, which is Gymnasium's for the same seed. */
  abstract sample(options?: SampleOptions): T;
  abstract contains(value: unknown): value is T;
  /** Writes `value` as `packedSize` numbers at `offset`. */
  abstract pack(value: T, out: NumericArray, offset: number): void;
  abstract unpack(from: NumericArray, offset: number): T;
  /** Turns packed numbers into `flatdim` network inputs (one-hot, raw floats) without building a value. */
  abstract flattenPacked(from: NumericArray, offset: number, out: Float32Array, outOffset: number): void;
  /** Plain JSON from which `spaceFromJSON` makes an equal space. */
  abstract toJSON(): Record<string, unknown>;
  /** As in Gymnasium, e.g. `Discrete(4)`. */
  abstract toString(): string;

  private generator: Generator | undefined;

  /** The space's own random stream, created on first use. */
  protected get rng(): Generator {
    this.generator ??= new Generator();
    return this.generator;
  }

  seed(seed?: Seed): void {
    this.generator = new Generator(seed);
  }

  /** Network input of `flatdim` floats: Gymnasium's `flatten`. */
  flatten(value: T): Float32Array {
    const packed = new Float64Array(this.packedSize);
    this.pack(value, packed, 0);
    const out = new Float32Array(this.flatdim);
    this.flattenPacked(packed, 0, out, 0);
    return out;
  }
}
