// The base of every space: a set of values that can be sampled, checked, packed into numbers and flattened.
import { Generator, type Seed } from '../random/index.js';
import type { NumericArray, PackedType } from './dtypes.js';

/**
 * A number for every choice of a space, in the form of the space: an array for Discrete, MultiBinary and
 * MultiDiscrete (see there), an array of such entries for Tuple and OneOf, an object for Dict; null leaves a part as
 * it is. Text and Sequence take `[length, weights]`, Graph `[nodes, edges]`.
 */
export type ChoiceWeights =
  | ArrayLike<number>
  | readonly (ChoiceWeights | null | undefined)[]
  | readonly [length: number | ArrayLike<number> | null, weights: ChoiceWeights | null]
  | { readonly [key: string]: ChoiceWeights | null | undefined };

export interface SampleOptions {
  /** Draws from this stream instead of the space's own. */
  rng?: Generator;
  /** Which choices may be drawn: 1 or 0 for each. Boxes take none. */
  mask?: ChoiceWeights | null;
  /** How likely each choice is; instead of a mask. Boxes take none. */
  probability?: ChoiceWeights | null;
}

/** Seeds of parts are drawn below this. */
const MAX_SUBSEED = 2147483647;

/** A part of a space that is no Tuple and no Dict, and where it lies in packed values. */
export interface Leaf {
  /** Keys and indices on the way to the part, `observation.goal`; '' for the space itself. Dots in keys: `\.`. */
  path: string;
  space: Space;
  /** Place of its first number in a packed value, … */
  offset: number;
  /** … and how many there are. */
  size: number;
}

export abstract class Space<T = unknown> {
  /** Name as in Gymnasium: `Box`, `Discrete`, … */
  abstract readonly kind: string;
  /** How many numbers hold one value: 1 for Discrete, the product of the shape for Box. */
  abstract readonly packedSize: number;
  abstract readonly packedType: PackedType;
  /** Length of `flatten(value)`: Discrete parts are one-hot (Gymnasium's `flatdim`). */
  abstract readonly flatdim: number;

  /** Whether every value packs into `packedSize` numbers; where not, packing and flattening throw a UserError. */
  get hasFixedSize(): boolean {
    return this.subspaces.every((part) => part.hasFixedSize);
  }

  /**
   * Draws a value; `seed` first for a repeatable sequence, which is Gymnasium's for the same seed.
   *
   * @throws RangeError, TypeError when mask or probability do not fit the space.
   */
  abstract sample(options?: SampleOptions): T;
  abstract contains(value: unknown): value is T;
  /** Writes `value`, which must belong to the space, as `packedSize` numbers at `offset`. */
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

  /** Spaces that values are put together from; none where a space has no parts. */
  get subspaces(): readonly Space[] {
    return [];
  }

  /** Parts get seeds drawn from `seed`; without one, system entropy as the space itself. */
  seed(seed?: Seed): void {
    this.generator = new Generator(seed);
    const subseeds = new Generator(seed);
    for (const part of this.subspaces) {
      part.seed(seed === undefined ? undefined : subseeds.integers(0, MAX_SUBSEED));
    }
  }

  /** The parts that are no Tuple and no Dict, in packed order. */
  leaves(): Leaf[] {
    return [{ path: '', space: this, offset: 0, size: this.packedSize }];
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
