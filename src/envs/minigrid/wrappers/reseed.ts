// Begins every episode with the next of some seeds, so that few levels, or one, are played again and again.

import { UserError } from '../../../io/errors.js';
import type { Env, EnvState, ResetOptions, ResetResult } from '../../env.js';
import { type OptionValues, option, readOptions } from '../../options.js';
import type { WrapperDefinition } from '../../wrappers/define-wrapper.js';
import { Wrapper } from '../../wrappers/wrapper.js';

const OPTIONS = {
  /** The seeds, in their order. */
  seeds: option([0], { integer: true, min: 0 }),
  /** Which of them comes first. */
  seedIdx: option(0, { integer: true, min: 0 }),
};

/** A seed given to `reset` has no effect, as in MiniGrid. */
export class ReseedWrapper<O, A> extends Wrapper<O, A> {
  private readonly seeds: readonly number[];
  private next: number;

  /** @throws UserError when there is no seed, or none of that index. */
  constructor(env: Env<O, A>, options: Partial<OptionValues<typeof OPTIONS>> = {}) {
    super(env);
    const { seeds, seedIdx } = readOptions('ReseedWrapper', OPTIONS, options);
    if (seedIdx >= seeds.length) {
      throw new UserError(
        `ReseedWrapper: seedIdx ${seedIdx} names none of ${seeds.length} seeds; it must be below their number.`,
      );
    }
    this.seeds = seeds;
    this.next = seedIdx;
  }

  override reset(options: ResetOptions = {}): ResetResult<O> {
    const seed = this.seeds[this.next]!;
    this.next = (this.next + 1) % this.seeds.length;
    return this.env.reset({ ...options, seed });
  }

  protected override snapshot(): EnvState {
    return { next: this.next };
  }

  protected override restore({ next }: EnvState): void {
    this.next = next as number;
  }
}

export const reseedWrapper: WrapperDefinition<typeof OPTIONS> = {
  id: 'ReseedWrapper',
  description: 'Begins every episode with the next of some seeds.',
  options: OPTIONS,
  create: (env, options) => new ReseedWrapper(env, options),
};
