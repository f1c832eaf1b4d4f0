// Scales rewards by the running standard deviation of the discounted return.
import type { Env, EnvState, StepResult } from '../env.js';
import { RunningMeanStd, type RunningStatistics } from './running-mean-std.js';
import { Wrapper } from './wrapper.js';

export interface NormalizeRewardOptions {
  /** Discount of the return (default 0.99). */
  gamma?: number;
  /** Added to the variance (default 1e-8). */
  epsilon?: number;
  /** False freezes the statistics (default true). */
  training?: boolean;
}

/** The mean is not subtracted. As in Gymnasium, the running return decays through truncations and resets. */
export class NormalizeReward<O, A> extends Wrapper<O, A> {
  readonly statistics = new RunningMeanStd(1);
  /** Whether rewards update the statistics; set it to false for evaluation. */
  training: boolean;
  private readonly gamma: number;
  private readonly epsilon: number;
  private discountedReturn = 0;

  constructor(
    env: Env<O, A>,
    { gamma = 0.99, epsilon = 1e-8, training = true }: NormalizeRewardOptions = {},
  ) {
    super(env);
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
