// Named values, one from each of several spaces, in the alphabetical order of their keys.
import { Composite, requireSpaces } from './composite.js';
import type { ChoiceWeights, Space } from './space.js';

/** Values of the spaces of a dict, by key. */
export type DictValue<S extends Record<string, Space>> = {
  [K in keyof S]: S[K] extends Space<infer T> ? T : never;
};

/**
 * `sample` takes masks and probabilities as an object with the keys of the space, null for a part without.
 *
 * @example new Dict({ position: new Box({ low: -1, high: 1, shape: [2] }), colour: new Discrete(3) })
 */
export class Dict<S extends Record<string, Space> = Record<string, Space>> extends Composite<DictValue<S>> {
  readonly kind = 'Dict';
  readonly spaces: S;
  /** Sorted, as Gymnasium sorts them: the order of packing, flattening and seeding. */
  readonly keys: readonly string[];

  /** @throws TypeError when there is no part, or one is no space. */
  constructor(spaces: S) {
    const keys = Object.keys(Object(spaces)).sort();
    requireSpaces(
      'Dict',
      keys.map((key) => [`"${key}"`, spaces[key]]),
    );
    super(keys.map((key) => spaces[key]!));
    this.keys = keys;
    this.spaces = spaces;
  }

  contains(value: unknown): value is DictValue<S> {
    if (typeof value !== 'object' || value === null) return false;
    const values = value as Record<string, unknown>;
    return (
      Object.keys(values).length === this.keys.length &&
      this.keys.every((key) => Object.hasOwn(values, key) && this.spaces[key]!.contains(values[key]))
    );
  }

  protected split(value: DictValue<S>): readonly unknown[] {
    return this.keys.map((key) => value[key]);
  }

  protected join(values: unknown[]): DictValue<S> {
    return Object.fromEntries(this.keys.map((key, i) => [key, values[i]])) as DictValue<S>;
  }

  protected names(): readonly string[] {
    return this.keys;
  }

  protected splitWeights(name: string, weights: ChoiceWeights) {
    const given = Object.keys(weights).sort();
    if (String(given) !== String(this.keys)) {
      throw new TypeError(
        `The ${name} of ${this} must have its keys, ${this.keys.join(', ')}; got ${given.join(', ')}.`,
      );
    }
    return this.keys.map((key) => (weights as Record<string, ChoiceWeights>)[key]);
  }

  toJSON(): Record<string, unknown> {
    const spaces = Object.fromEntries(this.keys.map((key) => [key, this.spaces[key]!.toJSON()]));
    return { kind: this.kind, spaces };
  }

  toString(): string {
    return `Dict(${this.keys.map((key) => `${key}: ${this.spaces[key]}`).join(', ')})`;
  }
}
