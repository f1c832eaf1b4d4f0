// A value from one of several spaces, and which of them.
import { requireOneOf } from './choices.js';
import { requireSpaces } from './composite.js';
import { commonType, integerType, type NumericArray } from './dtypes.js';
import { MeasuredSpace, type Sizes } from './measured-space.js';
import type { ChoiceWeights, SampleOptions, Space } from './space.js';

/** The place of a space, and one of its values. */
export type OneOfValue<S extends readonly Space[]> = {
  [I in keyof S]: [index: number, value: S[I] extends Space<infer T> ? T : never];
}[number];

/**
 * Values are `[index, value]`. Packed they are the index and the numbers of the value, filled up with zeros to the
 * widest part; flattened the index and the flat value, filled up with its own first number (Gymnasium's `flatten`).
 *
 * `sample` takes masks and probabilities as an array with one entry for each part, null for a part without.
 *
 * @example new OneOf([new Discrete(2), new Box({ low: -1, high: 1, shape: [2] })]) // e.g. [0, 1]
 */
export class OneOf<const S extends readonly Space[] = readonly Space[]> extends MeasuredSpace<OneOfValue<S>> {
  readonly kind = 'OneOf';

  /** @throws TypeError when there is no part, or one is no space. */
  constructor(readonly spaces: S) {
    super();
    if (!Array.isArray(spaces)) throw new TypeError('OneOf needs an array of spaces.');
    requireSpaces(
      'OneOf',
      (spaces as readonly unknown[]).map((part, i) => [`entry ${i}`, part]),
    );
  }

  override get subspaces(): readonly Space[] {
    return this.spaces;
  }

  protected measure(): Sizes {
    const { spaces } = this;
    const indices = integerType(0, spaces.length - 1);
    return {
      packedSize: 1 + Math.max(...spaces.map((part) => part.packedSize)),
      packedType: spaces.map((part) => part.packedType).reduce(commonType, indices),
      flatdim: 1 + Math.max(...spaces.map((part) => part.flatdim)),
    };
  }

  sample(options: SampleOptions = {}): OneOfValue<S> {
    requireOneOf(options);
    const { rng, mask, probability } = options;
    const [masks, weights] = [this.split('mask', mask), this.split('probability', probability)];
    const index = (rng ?? this.rng).integers(0, this.spaces.length);
    const value = this.spaces[index]!.sample({ rng, mask: masks?.[index], probability: weights?.[index] });
    return [index, value] as OneOfValue<S>;
  }

  private split(name: string, weights: unknown): readonly (ChoiceWeights | null)[] | undefined {
    if (weights == null) return undefined;
    if (Array.isArray(weights) && weights.length === this.spaces.length) return weights;
    throw new TypeError(`The ${name} of ${this} must be an array with one entry for each of its parts.`);
  }

  contains(value: unknown): value is OneOfValue<S> {
    if (!Array.isArray(value) || value.length !== 2 || !Number.isInteger(value[0])) return false;
    return this.spaces[value[0]]?.contains(value[1]) ?? false;
  }

  pack([index, value]: OneOfValue<S>, out: NumericArray, offset: number): void {
    out.fill(0, offset, offset + this.packedSize);
    out[offset] = index;
    this.spaces[index]!.pack(value, out, offset + 1);
  }

  unpack(from: NumericArray, offset: number): OneOfValue<S> {
    const index = from[offset]!;
    return [index, this.spaces[index]!.unpack(from, offset + 1)] as OneOfValue<S>;
  }

  flattenPacked(from: NumericArray, offset: number, out: Float32Array, outOffset: number): void {
    const part = this.spaces[from[offset]!]!;
    out[outOffset] = from[offset]!;
    part.flattenPacked(from, offset + 1, out, outOffset + 1);
    out.fill(out[outOffset + 1]!, outOffset + 1 + part.flatdim, outOffset + this.flatdim);
  }

  toJSON(): Record<string, unknown> {
    return { kind: this.kind, spaces: this.spaces.map((space) => space.toJSON()) };
  }

  toString(): string {
    return `OneOf(${this.spaces.join(', ')})`;
  }
}
