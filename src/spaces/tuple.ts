// An ordered list of values, one from each of several spaces.
import { Composite } from './composite.js';
import type { Space } from './space.js';

/** Values of the spaces of a tuple, in order. */
export type TupleValue<S extends readonly Space[]> = {
  -readonly [I in keyof S]: S[I] extends Space<infer T> ? T : never;
};

/** @example new Tuple([new Discrete(32), new Discrete(11), new Discrete(2)]) // e.g. [14, 10, 0] */
export class Tuple<const S extends readonly Space[] = readonly Space[]> extends Composite<TupleValue<S>> {
  readonly kind = 'Tuple';

  constructor(readonly spaces: S) {
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

  toJSON(): Record<string, unknown> {
    return { kind: this.kind, spaces: this.spaces.map((space) => space.toJSON()) };
  }

  toString(): string {
    return `Tuple(${this.spaces.join(', ')})`;
  }
}
