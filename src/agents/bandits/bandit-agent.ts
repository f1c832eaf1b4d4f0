// Agents of bandits with a few contexts: a rule that chooses arms and learns from rewards, a row of numbers per context.
import { scheduleValue } from '../../explore/index.js';
import type { Transitions } from '../../memory/index.js';
import type { PackedArray } from '../../spaces/index.js';
import type { PredictOptions } from '../agent.js';
import type { EnvSource } from '../env-agent.js';
import { bestAction } from '../masking.js';
import { requireFinite, StateTable } from '../tabular/state-table.js';
import {
  type BanditConfig,
  type EpsilonGreedyConfig,
  type EpsilonGreedyOptions,
  epsilonGreedySpec,
  type GradientBanditConfig,
  type GradientBanditOptions,
  gradientBanditSpec,
  type SoftmaxConfig,
  type SoftmaxOptions,
  softmaxSpec,
  type ThompsonConfig,
  type ThompsonOptions,
  thompsonSpec,
  type Ucb1Config,
  type Ucb1Options,
  ucb1Spec,
} from './config.js';
import { makeRule, type RuleConfigs, type RuleName } from './make-rule.js';
import { PlayAgent } from './play-agent.js';
import type { BanditRule, RuleSettings } from './rules.js';

/** A table of arms per context. In worlds with a future it sees the next reward alone. */
abstract class BanditAgent<C extends BanditConfig, E extends EnvSource> extends PlayAgent<C, E> {
  readonly table: StateTable;
  private readonly rule: BanditRule;
  private readonly now: RuleSettings = { epsilon: 0, temperature: 1 };
  /** Row of what each environment shows. */
  private readonly contexts: Int32Array;

  constructor(env: E, options: unknown) {
    super(env, options);
    const { singleObservationSpace: observations, numEnvs } = this.env;
    requireFinite(this.algo, observations);
    this.rule = makeRule(this.algo as RuleName, this.n, this.config as never as RuleConfigs[RuleName]);
    this.table = this.parts.state('table', new StateTable(observations, this.rule.columns));
    this.contexts = new Int32Array(numEnvs);
  }

  private get settings(): RuleSettings {
    const { config, now, progress } = this;
    if (config.epsilon !== undefined) now.epsilon = scheduleValue(config.epsilon, progress);
    if (config.temperature !== undefined) now.temperature = scheduleValue(config.temperature, progress);
    return now;
  }

  protected choose(): void {
    const { env, table, rule, contexts, rng, collector, actions } = this;
    const now = this.settings;
    for (let i = 0; i < env.numEnvs; i++) {
      contexts[i] = table.row(env.observations, i);
      const arm = rule.choose(table.columns, contexts[i]!, i, env.actionMasks, rng.policy, now);
      collector.actions[i] = actions.start + arm;
    }
  }

  protected learnFrom({ rewards, alive }: Transitions): void {
    const { env, table, rule, contexts, collector, actions, now } = this;
    for (let i = 0; i < env.numEnvs; i++) {
      if (alive?.[i] === 0) continue;
      rule.learn(table.columns, contexts[i]!, collector.actions[i]! - actions.start, rewards[i]!, now);
    }
  }

  /** The arm that looks best; with `deterministic: false`, as in training. */
  predictBatch(
    observations: PackedArray,
    count: number,
    out: PackedArray,
    { deterministic = true, actionMask }: PredictOptions = {},
  ): void {
    this.requireMasks(actionMask, count);
    const { table, rule, n, actions, rng } = this;
    const { data } = table.columns[rule.ranks]!;
    const now = this.settings;
    for (let i = 0; i < count; i++) {
      const row = table.find(observations, i);
      const arm =
        row < 0
          ? bestAction(new Float64Array(n), 0, n, actionMask, i * n)
          : deterministic
            ? bestAction(data, row * n, n, actionMask, i * n)
            : rule.choose(table.columns, row, i, actionMask, rng.policy, now);
      out[i] = actions.start + arm;
    }
  }

  status(): Record<string, number> {
    const { config } = this;
    const { epsilon, temperature } = this.settings;
    return {
      ...(config.epsilon !== undefined && { ε: epsilon }),
      ...(config.temperature !== undefined && { τ: temperature }),
    };
  }
}

/** The best mean so far, and with chance ε any arm. @example new EpsilonGreedy('BernoulliBandit-v0', { epsilon: 0.1 }) */
export class EpsilonGreedy<E extends EnvSource = EnvSource> extends BanditAgent<EpsilonGreedyConfig, E> {
  static override readonly spec = epsilonGreedySpec;

  constructor(env: E, options: EpsilonGreedyOptions = {}) {
    super(env, options);
  }
}

/** Arms by the exponentials of their means (Boltzmann). */
export class SoftmaxBandit<E extends EnvSource = EnvSource> extends BanditAgent<SoftmaxConfig, E> {
  static override readonly spec = softmaxSpec;

  constructor(env: E, options: SoftmaxOptions = {}) {
    super(env, options);
  }
}

/** The arm that may be best: its mean and a bound of what is not known of it (Auer et al. 2002). */
export class UCB1<E extends EnvSource = EnvSource> extends BanditAgent<Ucb1Config, E> {
  static override readonly spec = ucb1Spec;

  constructor(env: E, options: Ucb1Options = {}) {
    super(env, options);
  }
}

/** Preferences instead of values (Sutton & Barto 2018, section 2.8). */
export class GradientBandit<E extends EnvSource = EnvSource> extends BanditAgent<GradientBanditConfig, E> {
  static override readonly spec = gradientBanditSpec;

  constructor(env: E, options: GradientBanditOptions = {}) {
    super(env, options);
  }
}

/** Thompson sampling: a draw of what each arm may be, and the best of the draws (Thompson 1933). */
export class Thompson<E extends EnvSource = EnvSource> extends BanditAgent<ThompsonConfig, E> {
  static override readonly spec = thompsonSpec;

  constructor(env: E, options: ThompsonOptions = {}) {
    super(env, options);
    this.requireRead(({ belief }) => ({
      priorMean: [belief === 'gaussian', 'belief "gaussian"'],
      priorStd: [belief === 'gaussian', 'belief "gaussian"'],
      noise: [belief === 'gaussian', 'belief "gaussian"'],
      trials: [belief === 'beta', 'belief "beta"'],
    }));
  }
}
