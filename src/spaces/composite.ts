// What Tuple and Dict share: a list of parts, each a space with its own random stream, packed one after another.
import { requireOneOf } from './choices.js';
import { commonType, type NumericArray } from './dtypes.js';
import { MeasuredSpace, type Sizes } from './measured-space.js';
import { type ChoiceWeights, type Leaf, type SampleOptions, Space } from './space.js';

/** @throws TypeError when there are no parts, or one is no space. */
export function requireSpaces(kind: string, parts: readonly (readonly [string, unknown])[]): void {
  if (parts.length === 0) throw new TypeError(`${kind} needs at least one space.`);
  for (const [name, part] of parts) {
    if (part instanceof Space) continue;
    throw new TypeError(`${kind} needs spaces, such as new Discrete(2); ${name} is ${JSON.stringify(part)}.`);
  }
}

export abstract class Composite<T> extends MeasuredSpace<T> {
  constructor(protected readonly parts: readonly Space[]) {
    super();
  }

  override get subspaces(): readonly Space[] {
    return this.parts;
  }

  protected measure(): Sizes {
    const { parts } = this;
    return {
      packedSize: parts.reduce((sum, part) => sum + part.packedSize, 0),
      packedType: parts.map((part) => part.packedType).reduce(commonType),
      flatdim: parts.reduce((sum, part) => sum + part.flatdim, 0),
    };
  }

  /** The value of each part, in the order of `parts`. */
  protected abstract split(value: T): readonly unknown[];
  protected abstract join(values: unknown[]): T;
  /** The name of each part, in the order of `parts`. */
  protected abstract names(): readonly string[];
  /** The mask or probability of each part. @throws TypeError when it has not the form of the space. */
  protected abstract splitWeights(
    name: string,
    weights: ChoiceWeights,
  ): readonly (ChoiceWeights | null | undefined)[];

  sample(options: SampleOptions = {}): T {
    requireOneOf(options);
    const { rng, mask, probability } = options;
    const masks = mask == null ? undefined : this.splitWeights('mask', mask);
    const weights = probability == null ? undefined : this.splitWeights('probability', probability);
    return this.join(
      this.parts.map((part, i) => part.sample({ rng, mask: masks?.[i], probability: weights?.[i] })),
    );
  }

  override leaves(): Leaf[] {
    const leaves: Leaf[] = [];
    const names = this.names();
    let start = 0;
    this.parts.forEach((part, i) => {
      const name = names[i]!.replace(/[\\.]/g, '\\$&');
      for (const leaf of part.leaves()) {
        const path = leaf.path === '' && !(part instanceof Composite) ? name : `${name}.${leaf.path}`;
        leaves.push({ ...leaf, path, offset: start + leaf.offset });
      }
      start += part.packedSize;
    });
    return leaves;
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
