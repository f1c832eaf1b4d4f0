// Thousands of bandits at once, without environments: the averages over many arms that figures of books show.
import {
  ARM_DEFAULTS,
  type ArmOptions,
  bestMean,
  drawMeans,
  drawReward,
  drift,
} from '../../envs/bandits/arms.js';
import { scheduleValue } from '../../explore/index.js';
import { UserError } from '../../io/errors.js';
import { requireKnown } from '../../io/options.js';
import { Generator } from '../../random/index.js';
import { type AgentSpec, parseConfig } from '../config.js';
import {
  type BanditConfig,
  epsilonGreedySpec,
  gradientBanditSpec,
  softmaxSpec,
  thompsonSpec,
  ucb1Spec,
} from './config.js';
import { makeRule, type RuleName } from './make-rule.js';
import type { RuleSettings } from './rules.js';

export interface BanditStudyOptions {
  /** How arms are chosen: the name of an algorithm, … */
  algo: RuleName;
  /** … with its hyperparameters. */
  config?: Record<string, unknown>;
  /** What the arms pay; default: means from N(0, 1), rewards from N(mean, 1). */
  problem?: Partial<ArmOptions>;
  /** Arms of each bandit; default 10. */
  arms?: number;
  /** Plays of each bandit; default 1000. */
  plays?: number;
  /** How many bandits, each with arms of its own; default 2000. */
  bandits?: number;
  /** Default 0. */
  seed?: number;
}

/** Means over all bandits, a number per play. */
export interface BanditStudy {
  rewards: Float64Array;
  /** Share of bandits in which the best arm was played. */
  optimal: Float64Array;
  /** Regret of the play: best mean less that of the arm played. */
  regret: Float64Array;
  /** Largest mean of a bandit before its first play. */
  optimum: number;
}

const SPECS: Record<RuleName, AgentSpec> = {
  'epsilon-greedy': epsilonGreedySpec,
  softmax: softmaxSpec,
  ucb1: ucb1Spec,
  'gradient-bandit': gradientBanditSpec,
  thompson: thompsonSpec,
};

const KEYS = ['algo', 'config', 'problem', 'arms', 'plays', 'bandits', 'seed'];

/**
 * Plays many bandits with one rule (Sutton & Barto 2018, section 2.3: the 10-armed testbed). A play of ten arms costs some
 * tenths of a microsecond.
 *
 * @throws UserError for options that have no meaning.
 * @example
 * const { optimal } = banditStudy({ algo: 'epsilon-greedy', config: { epsilon: 0.1 } });
 * // optimal[999]: about 0.8
 */
export function banditStudy(options: BanditStudyOptions): BanditStudy {
  requireKnown('banditStudy()', options, KEYS);
  const { algo, arms = 10, plays = 1000, bandits = 2000, seed = 0 } = options;
  if (!Object.hasOwn(SPECS, algo))
    throw new UserError(
      `banditStudy: algo must be one of ${Object.keys(SPECS).join(', ')}, got ${String(algo)}.`,
    );
  for (const [name, value] of Object.entries({ arms, plays, bandits }))
    if (!Number.isSafeInteger(value) || value < 1)
      throw new UserError(`banditStudy: ${name} must be a whole number ≥ 1, got ${String(value)}.`);
  requireKnown('problem of banditStudy()', options.problem ?? {}, Object.keys(ARM_DEFAULTS));
  const problem: ArmOptions = { ...ARM_DEFAULTS, ...options.problem };
  const config = parseConfig(algo, SPECS[algo].schema, {
    seed,
    ...options.config,
  }) as unknown as BanditConfig;
  const rule = makeRule(algo, arms, config as never);
  const arrays = Object.entries(rule.columns).map(([name, { width, initial }]) => ({ name, width, initial }));
  const columns = Object.fromEntries(
    arrays.map(({ name, width }) => [name, { data: new Float64Array(width) }]),
  );
  const rng = new Generator(config.seed);
  const means = new Float64Array(arms);
  const study: BanditStudy = {
    rewards: new Float64Array(plays),
    optimal: new Float64Array(plays),
    regret: new Float64Array(plays),
    optimum: 0,
  };
  const now: RuleSettings = { epsilon: 0, temperature: 1 };
  for (let bandit = 0; bandit < bandits; bandit++) {
    for (const { name, initial } of arrays) columns[name]!.data.fill(initial);
    drawMeans(means, problem, rng);
    study.optimum += bestMean(means, 0, arms) / bandits;
    for (let t = 0; t < plays; t++) {
      if (config.epsilon !== undefined) now.epsilon = scheduleValue(config.epsilon, t / plays);
      if (config.temperature !== undefined) now.temperature = scheduleValue(config.temperature, t / plays);
      const arm = rule.choose(columns, 0, 0, undefined, rng, now);
      const mean = means[arm]!;
      const best = bestMean(means, 0, arms);
      const reward = drawReward(mean, problem, rng);
      rule.learn(columns, 0, arm, reward, now);
      study.rewards[t]! += reward / bandits;
      study.regret[t]! += (best - mean) / bandits;
      if (mean === best) study.optimal[t]! += 1 / bandits;
      drift(means, problem, rng);
    }
  }
  return study;
}
