// Clips rewards to a range.
import { UserError } from '../../io/errors.js';
import type { Env } from '../env.js';
import { type OptionValues, option, readOptions } from '../options.js';
import { defineWrapper } from './define-wrapper.js';
import { TransformReward } from './transform-reward.js';

const OPTIONS = {
  /** Least reward; null: any (default -1). */
  minReward: /* @__PURE__ */ option<number | null>(-1, { nullable: true }),
  /** Greatest reward; null: any (default 1). */
  maxReward: /* @__PURE__ */ option<number | null>(1, { nullable: true }),
};

export class ClipReward<O, A> extends TransformReward<O, A> {
  /** @throws UserError when there is no bound, or they are crossed. */
  constructor(env: Env<O, A>, options: Partial<OptionValues<typeof OPTIONS>> = {}) {
    const { minReward, maxReward } = readOptions('ClipReward', OPTIONS, options);
    if (minReward === null && maxReward === null)
      throw new UserError('ClipReward needs minReward or maxReward.');
    const [low, high] = [minReward ?? -Infinity, maxReward ?? Infinity];
    if (low > high) throw new UserError(`ClipReward needs minReward <= maxReward, got ${low} and ${high}.`);
    super(env, (reward) => Math.max(low, Math.min(high, reward)));
  }
}

export const clipReward = /* @__PURE__ */ defineWrapper({
  id: 'ClipReward',
  rewardsOnly: true,
  description: 'Clips rewards to a range.',
  options: OPTIONS,
  create: (env, options) => new ClipReward(env, options),
});
