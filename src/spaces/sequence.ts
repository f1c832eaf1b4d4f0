// A list of any length of values from one space.
import { describe } from '../io/describe.js';
import { requireKnown } from '../io/options.js';
import type { Generator } from '../random/index.js';
import { requireOneOf, requirePair } from './choices.js';
import type { PackedArray } from './dtypes.js';
import { type ChoiceWeights, Space } from './space.js';
import { stack, unstack } from './stack.js';
import { UnsizedSpace } from './unsized-space.js';

export interface SequenceSpaceOptions<B extends boolean = boolean> {
  /** Values are one flat array instead of a list (default false). */
  stack?: B;
}

/** Values: a list, or where they are stacked, numbers in one flat array one value after the other. */
export type SequenceValue<T, B extends boolean> = B extends true
  ? T extends number
    ? PackedArray
    : T extends PackedArray
      ? T
      : unknown
  : T[];

/** The length, or lengths of which one is drawn, null for any; and the weights of the parts. */
export type SequenceWeights = readonly [
  length: number | ArrayLike<number> | null,
  weights: ChoiceWeights | null,
];

/**
 * `sample` draws a length from the geometric distribution of mean 4, so from 1 on, then the values, as Gymnasium does.
 * The empty list belongs to the space too. Values differ in size: see {@link UnsizedSpace}.
 *
 * With `stack`, values of Box, Discrete, MultiDiscrete and MultiBinary lie in one typed array, those of Dict and Tuple
 * in one for each part, others in a list.
 *
 * @example new Sequence(new Box({ low: 0, high: 1 })) // e.g. [Float32Array [0.68], Float32Array [0.19]]
 */
export class Sequence<T = unknown, B extends boolean = false> extends UnsizedSpace<SequenceValue<T, B>> {
  readonly kind = 'Sequence';
  readonly stack: boolean;

  /** @param space of the values. @throws TypeError when it is none. */
  constructor(
    readonly space: Space<T>,
    options: SequenceSpaceOptions<B> = {},
  ) {
    super();
    requireKnown('Sequence', options, ['stack']);
    if (!(space instanceof Space))
      throw new TypeError(`Sequence needs a space, such as new Discrete(2), got ${describe(space)}.`);
    if (options.stack !== undefined && typeof options.stack !== 'boolean') {
      throw new TypeError(`stack of Sequence must be true or false, got ${describe(options.stack)}.`);
    }
    this.stack = options.stack ?? false;
  }

  override get subspaces(): readonly Space[] {
    return [this.space];
  }

  /** @throws RangeError, TypeError when mask or probability do not fit. */
  sample(options: SequenceSampleOptions = {}): SequenceValue<T, B> {
    requireOneOf(options);
    const { rng, mask, probability } = options;
    const name = mask != null ? 'mask' : 'probability';
    const [lengths, weights] = requirePair(
      `The ${name} of ${this}`,
      'length, weights of the values',
      mask ?? probability,
    ) as SequenceWeights;
    const length = this.drawLength(rng ?? this.rng, name, lengths);
    const values = Array.from({ length }, () => this.space.sample({ rng, [name]: weights }));
    return (this.stack ? stack(this.space, values) : values) as SequenceValue<T, B>;
  }

  private drawLength(rng: Generator, name: string, lengths: unknown): number {
    if (lengths == null) return rng.geometric(0.25);
    const choices = (typeof lengths === 'number' ? [lengths] : lengths) as ArrayLike<number>;
    if (!(choices.length > 0))
      throw new TypeError(`The ${name} of ${this} needs a length, got ${describe(lengths)}.`);
    for (let i = 0; i < choices.length; i++) {
      if (Number.isSafeInteger(choices[i]) && choices[i]! >= 0) continue;
      throw new RangeError(`Lengths in the ${name} of ${this} must be integers ≥ 0, got ${choices[i]}.`);
    }
    return typeof lengths === 'number' ? lengths : choices[rng.integers(0, choices.length)]!;
  }

  contains(value: unknown): value is SequenceValue<T, B> {
    const values = this.stack ? unstack(this.space, value) : value;
    return Array.isArray(values) && values.every((each) => this.space.contains(each));
  }

  toJSON(): Record<string, unknown> {
    return { kind: this.kind, space: this.space.toJSON(), stack: this.stack };
  }

  toString(): string {
    return `Sequence(${this.space}, stack=${this.stack})`;
  }
}

export interface SequenceSampleOptions {
  rng?: Generator;
  mask?: SequenceWeights | null;
  probability?: SequenceWeights | null;
}
