// An ordered list of values, one from each of several spaces.
import { Composite, requireSpaces } from './composite.js';
import type { ChoiceWeights, Space } from './space.js';

/** Values of the spaces of a tuple, in order. */
export type TupleValue<S extends readonly Space[]> = {
  -readonly [I in keyof S]: S[I] extends Space<infer T> ? T : never;
};

/**
 * `sample` takes masks and probabilities as an array with one entry for each part, null for a part without.
 *
 * @example new Tuple([new Discrete(32), new Discrete(11), new Discrete(2)]) // e.g. [14, 10, 0]
 */
export class Tuple<const S extends readonly Space[] = readonly Space[]> extends Composite<TupleValue<S>> {
  readonly kind = 'Tuple';

  /** @throws TypeError when there is no part, or one is no space. */
  constructor(readonly spaces: S) {
    if (!Array.isArray(spaces)) throw new TypeError('Tuple needs an array of spaces.');
    requireSpaces(
      'Tuple',
      (spaces as readonly unknown[]).map((part, i) => [`entry ${i}`, part]),
    );
    super(spaces);
  }

  contains(value: unknown): value is TupleValue<S> {
    return (
      Array.isArray(value) &&
      value.length === this.spaces.length &&
      this.spaces.every((space, i) => space.contains(value[i]))
    );
  }

  protected split(value: TupleValue<S>): readonly unknown[] {
    return value as unknown as readonly unknown[];
  }

  protected join(values: unknown[]): TupleValue<S> {
    return values as unknown as TupleValue<S>;
  }

  protected names(): readonly string[] {
    return this.spaces.map((_, i) => String(i));
  }

  protected splitWeights(name: string, weights: ChoiceWeights) {
    if (!Array.isArray(weights) || weights.length !== this.spaces.length) {
      throw new TypeError(`The ${name} of ${this} must be an array with one entry for each of its parts.`);
    }
    return weights as readonly (ChoiceWeights | null)[];
  }

  toJSON(): Record<string, unknown> {
    return { kind: this.kind, spaces: this.spaces.map((space) => space.toJSON()) };
  }

  toString(): string {
    return `Tuple(${this.spaces.join(', ')})`;
  }
}
