// The rule of each algorithm, from its hyperparameters.
import { UserError } from '../../io/errors.js';
import type {
  EpsilonGreedyConfig,
  GradientBanditConfig,
  SoftmaxConfig,
  ThompsonConfig,
  Ucb1Config,
} from './config.js';
import {
  type BanditRule,
  BetaThompsonRule,
  EpsilonGreedyRule,
  GaussianThompsonRule,
  GradientRule,
  SoftmaxRule,
  Ucb1Rule,
} from './rules.js';

/** By name of the algorithm. */
export interface RuleConfigs {
  'epsilon-greedy': EpsilonGreedyConfig;
  softmax: SoftmaxConfig;
  ucb1: Ucb1Config;
  'gradient-bandit': GradientBanditConfig;
  thompson: ThompsonConfig;
}

export type RuleName = keyof RuleConfigs;

const RULES: { [K in RuleName]: (n: number, config: RuleConfigs[K]) => BanditRule } = {
  'epsilon-greedy': (n, { initialValue, stepSize }) => new EpsilonGreedyRule(n, initialValue, stepSize),
  softmax: (n, { initialValue, stepSize }) => new SoftmaxRule(n, initialValue, stepSize),
  ucb1: (n, { initialValue, stepSize, exploration }) => new Ucb1Rule(n, initialValue, stepSize, exploration),
  'gradient-bandit': (n, { stepSize, baseline }) => new GradientRule(n, stepSize, baseline),
  thompson: (n, { belief, priorMean, priorStd, noise, trials }) =>
    belief === 'gaussian'
      ? new GaussianThompsonRule(n, priorMean, priorStd, noise)
      : new BetaThompsonRule(n, trials, (reward) => refuseReward(reward, trials)),
};

/** @param n how many arms */
export function makeRule<K extends RuleName>(name: K, n: number, config: RuleConfigs[K]): BanditRule {
  return RULES[name](n, config);
}

function refuseReward(reward: number, trials: number): never {
  throw new UserError(
    `thompson with belief "beta" wants rewards from 0 to trials (${trials}), got ${reward}; use belief "gaussian" or another number of trials.`,
  );
}
