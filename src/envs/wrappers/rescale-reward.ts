// Multiplies rewards by a factor and adds an offset.
import { UserError } from '../../io/errors.js';
import type { Env } from '../env.js';
import { type OptionValues, option, readOptions } from '../options.js';
import { defineWrapper } from './define-wrapper.js';
import { TransformReward } from './transform-reward.js';

const OPTIONS = {
  /** Multiplies each reward, not 0 (default 1). */
  factor: /* @__PURE__ */ option(1),
  /** Added afterwards (default 0). */
  offset: /* @__PURE__ */ option(0),
};

/** @example new RescaleReward(env, { factor: 1 / 8, offset: 1 }) // (r + 8) / 8 */
export class RescaleReward<O, A> extends TransformReward<O, A> {
  /** @throws UserError for a factor of 0, which leaves nothing to learn. */
  constructor(env: Env<O, A>, options: Partial<OptionValues<typeof OPTIONS>> = {}) {
    const { factor, offset } = readOptions('RescaleReward', OPTIONS, options);
    if (factor === 0)
      throw new UserError('RescaleReward: a factor of 0 makes all rewards equal; give another.');
    super(env, (reward) => factor * reward + offset);
  }
}

export const rescaleReward = /* @__PURE__ */ defineWrapper({
  id: 'RescaleReward',
  rewardsOnly: true,
  description: 'Multiplies rewards by a factor and adds an offset.',
  options: OPTIONS,
  create: (env, options) => new RescaleReward(env, options),
});
