// BernoulliBandit and AdPlacement: arms that succeed with a chance of their own, in one context or in ten.
//
// Source: A. Zai and B. Brown, Deep Reinforcement Learning in Action, chapter 2: ten arms, and ten web sites with ten ads.
//
// | action | meaning           |     The observation is the context: 0 where there is one, else the site that a visitor is
// |--------|-------------------|     on, drawn anew for each play. The chance of each arm in each context is drawn from
// | 0 …    | play that arm,    |     U(0, 1), by `instance` alone: all episodes, training and evaluation play the same. A
// |        | show that ad      |     play is `trials` trials, its reward how many succeed.
//
// `info.regret` is the best mean less that of the arm played, `info.isOptimal` whether they are the same.
//
// Reward: successes, 0 to `trials`. Start: a context. End: truncated after 1000 plays.
// Arguments: `arms` (10), `contexts` (1; AdPlacement 10), `trials` (1; AdPlacement 10, as the book's slot machines),
//   `instance` (0).
// Versions: v0.
import { defineEnv } from '../define-env.js';
import { changedDefaults, type OptionValues, option, readOptions } from '../options.js';
import { ArmBandit } from './arm-bandit.js';
import { ARM_DEFAULTS } from './arms.js';

const OPTIONS = {
  /** How many arms there are. */
  arms: option(10, { integer: true, min: 2, max: 1000 }),
  /** How many contexts, each of which has chances of its own. */
  contexts: option(1, { integer: true, min: 1, max: 10_000 }),
  /** Trials of a play. */
  trials: option(1, { integer: true, min: 1, max: 1000 }),
  /** Which chances: another number, others. */
  instance: option(0, { integer: true, min: 0 }),
};

export type BernoulliBanditOptions = Partial<OptionValues<typeof OPTIONS>>;

export class BernoulliBandit extends ArmBandit {
  constructor(options: BernoulliBanditOptions = {}) {
    const values = readOptions('BernoulliBandit', OPTIONS, options);
    super({ ...ARM_DEFAULTS, ...values, kind: 'bernoulli' });
  }
}

const ADS = changedDefaults(OPTIONS, { contexts: 10, trials: 10 });

/** Ads on sites: as BernoulliBandit with ten contexts and ten trials. */
export class AdPlacement extends ArmBandit {
  constructor(options: BernoulliBanditOptions = {}) {
    super({ ...ARM_DEFAULTS, ...readOptions('AdPlacement', ADS, options), kind: 'bernoulli' });
  }
}

export const bernoulliBanditV0 = defineEnv({
  id: 'BernoulliBandit-v0',
  description: 'Ten arms, each of which succeeds with a chance of its own.',
  maxEpisodeSteps: 1000,
  options: OPTIONS,
  create: (options: BernoulliBanditOptions) => new BernoulliBandit(options),
});

export const adPlacementV0 = defineEnv({
  id: 'AdPlacement-v0',
  description: 'Ten web sites, ten ads: find which ad is clicked where.',
  maxEpisodeSteps: 1000,
  options: ADS,
  create: (options: BernoulliBanditOptions) => new AdPlacement(options),
});

declare module '../env-types.js' {
  interface EnvTypes {
    'BernoulliBandit-v0': typeof bernoulliBanditV0;
    'AdPlacement-v0': typeof adPlacementV0;
  }
}
