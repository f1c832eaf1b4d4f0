// Scales rewards by the running standard deviation of the discounted return.
import type { Env, EnvState, StepResult } from '../env.js';
import { type OptionValues, option, readOptions } from '../options.js';
import { defineWrapper } from './define-wrapper.js';
import { RunningMeanStd, type RunningStatistics } from './running-mean-std.js';
import { Wrapper } from './wrapper.js';

const OPTIONS = {
  /** Discount of the return (default 0.99). */
  gamma: /* @__PURE__ */ option(0.99, { min: 0, max: 1 }),
  /** Added to the variance (default 1e-8). */
  epsilon: /* @__PURE__ */ option(1e-8, { min: 0 }),
  /** False freezes the statistics (default true). */
  training: true,
};

export type NormalizeRewardOptions = Partial<OptionValues<typeof OPTIONS>>;

/** The mean is not subtracted. As in Gymnasium, the running return decays through truncations and resets. */
export class NormalizeReward<O, A> extends Wrapper<O, A> {
  readonly statistics = new RunningMeanStd(1);
  /** Whether rewards update the statistics; set it to false for evaluation. */
  training: boolean;
  private readonly gamma: number;
  private readonly epsilon: number;
  private discountedReturn = 0;

  /** @throws UserError when an option is unknown or wrong. */
  constructor(env: Env<O, A>, options: NormalizeRewardOptions = {}) {
    super(env);
    const { gamma, epsilon, training } = readOptions('NormalizeReward', OPTIONS, options);
    this.gamma = gamma;
    this.epsilon = epsilon;
    this.training = training;
  }

  override step(action: A): StepResult<O> {
    const result = this.env.step(action);
    const carried = result.terminated ? 0 : this.discountedReturn * this.gamma;
    this.discountedReturn = carried + result.reward;
    if (this.training) this.statistics.update([this.discountedReturn]);
    return { ...result, reward: this.relabelled(result.reward) };
  }

  /** By the statistics so far, which it leaves as they are. */
  protected override relabelled(reward: number): number {
    return reward / Math.sqrt(this.statistics.variance[0]! + this.epsilon);
  }

  protected override snapshot(): EnvState {
    return { statistics: this.statistics.toJSON(), discountedReturn: this.discountedReturn };
  }

  protected override restore({ statistics, discountedReturn }: EnvState): void {
    this.statistics.load(statistics as RunningStatistics);
    this.discountedReturn = discountedReturn as number;
  }
}

export const normalizeReward = /* @__PURE__ */ defineWrapper({
  id: 'NormalizeReward',
  rewardsOnly: true,
  description: 'Scales rewards by the running deviation of the discounted return.',
  options: OPTIONS,
  create: (env, options) => new NormalizeReward(env, options),
});
