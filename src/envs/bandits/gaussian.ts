// GaussianBandit and NonstationaryBandit: ten arms that pay a number around their mean, which may wander.
//
// Source: R. Sutton and A. Barto, Reinforcement Learning: An Introduction, second edition, sections 2.3 and 2.5.
//
// | action | meaning           |     There is nothing to see: the observation is always 0. Rewards of an arm are drawn from
// |--------|-------------------|     N(mean, noise²). The means are drawn from N(0, meanStd²), by `instance` alone: all
// | 0 …    | play that arm     |     episodes, training and evaluation play the same arms. With `drift`, every mean moves
// |        |                   |     by a draw from N(0, drift²) after each play, anew in each episode.
//
// `info.regret` is the best mean less that of the arm played, `info.isOptimal` whether they are the same.
//
// Reward: that of the arm. Start: nothing. End: truncated after 1000 plays.
// Arguments: `arms` (10), `meanStd` (1; Nonstationary 0), `noise` (1), `drift` (0; Nonstationary 0.01), `instance` (0).
// Versions: v0.
import { defineEnv } from '../define-env.js';
import { changedDefaults, type OptionValues, option, readOptions } from '../options.js';
import { ArmBandit } from './arm-bandit.js';

const OPTIONS = {
  /** How many arms there are. */
  arms: option(10, { integer: true, min: 2, max: 1000 }),
  /** Deviation of the means. */
  meanStd: option(1, { min: 0 }),
  /** Deviation of rewards around their mean. */
  noise: option(1, { min: 0 }),
  /** Deviation of what each mean moves by after each play. */
  drift: option(0, { min: 0 }),
  /** Which arms: another number, others. */
  instance: option(0, { integer: true, min: 0 }),
};

export type GaussianBanditOptions = Partial<OptionValues<typeof OPTIONS>>;

export class GaussianBandit extends ArmBandit {
  constructor(options: GaussianBanditOptions = {}) {
    const values = readOptions('GaussianBandit', OPTIONS, options);
    super({ ...values, kind: 'gaussian', contexts: 1, trials: 1 });
  }
}

const create = (options: GaussianBanditOptions) => new GaussianBandit(options);

export const gaussianBanditV0 = defineEnv({
  id: 'GaussianBandit-v0',
  description: 'Ten arms, each of which pays a number around its mean.',
  maxEpisodeSteps: 1000,
  options: OPTIONS,
  create,
});

export const nonstationaryBanditV0 = defineEnv({
  id: 'NonstationaryBandit-v0',
  description: 'Ten arms whose means wander while they are played.',
  maxEpisodeSteps: 1000,
  options: changedDefaults(OPTIONS, { meanStd: 0, drift: 0.01 }),
  create,
});

declare module '../env-types.js' {
  interface EnvTypes {
    'GaussianBandit-v0': typeof gaussianBanditV0;
    'NonstationaryBandit-v0': typeof nonstationaryBanditV0;
  }
}
