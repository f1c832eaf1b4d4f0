// Scales the rewards of a vector by the running standard deviation of the discounted return.
import type { PackedArray } from '../../spaces/index.js';
import type { EnvState } from '../env.js';
import { RunningMeanStd, type RunningStatistics } from '../wrappers/running-mean-std.js';
import { livingRows } from './rows.js';
import type { VectorEnv, VectorResetOptions } from './vector-env.js';
import { VectorWrapper } from './vector-wrapper.js';

export interface VectorNormalizeRewardOptions {
  /** Discount of the return; use the agent's (default 0.99). */
  gamma?: number;
  /** Added to the variance (default 1e-8). */
  epsilon?: number;
  /** Largest magnitude of a normalised reward (default 10). */
  clip?: number;
  /** Statistics to use and update. */
  statistics?: RunningMeanStd;
  /** False freezes the statistics (default true). */
  training?: boolean;
}

/**
 * The reward half of Stable-Baselines3's `VecNormalize`: the mean is not subtracted, the running return of a
 * sub-environment starts from 0 in every episode. The rewards as they were stand in `env.rewards`.
 */
export class VectorNormalizeReward extends VectorWrapper {
  readonly statistics: RunningMeanStd;
  /** Whether rewards update the statistics; set it to false for evaluation. */
  training: boolean;
  private readonly gamma: number;
  private readonly epsilon: number;
  private readonly clip: number;
  private readonly returns: Float64Array;

  constructor(
    env: VectorEnv,
    {
      gamma = 0.99,
      epsilon = 1e-8,
      clip = 10,
      statistics,
      training = true,
    }: VectorNormalizeRewardOptions = {},
  ) {
    super(env);
    this.statistics = statistics ?? new RunningMeanStd(1);
    this.training = training;
    this.gamma = gamma;
    this.epsilon = epsilon;
    this.clip = clip;
    this.returns = new Float64Array(this.numEnvs);
    this.rewards = new Float64Array(this.numEnvs);
  }

  override reset(options: VectorResetOptions = {}): void {
    this.env.reset(options);
    for (let i = 0; i < this.numEnvs; i++) {
      if (options.mask && options.mask[i] !== 1) continue;
      this.returns[i] = 0;
      this.rewards[i] = 0;
    }
  }

  override step(actions: PackedArray): void {
    const acting = livingRows(this.env);
    this.env.step(actions);
    const { rewards } = this.env;
    if (this.training) {
      for (const i of acting) this.returns[i] = this.returns[i]! * this.gamma + rewards[i]!;
      this.statistics.update(this.returns, acting);
    }
    const scale = Math.sqrt(this.statistics.variance[0]! + this.epsilon);
    for (let i = 0; i < this.numEnvs; i++) {
      this.rewards[i] = Math.max(-this.clip, Math.min(this.clip, rewards[i]! / scale));
      if (this.terminated[i] || this.truncated[i]) this.returns[i] = 0;
    }
  }

  protected snapshot(): EnvState {
    return { statistics: this.statistics.toJSON(), returns: [...this.returns] };
  }

  protected restore({ statistics, returns }: EnvState): void {
    this.statistics.load(statistics as RunningStatistics);
    this.returns.set(returns as number[]);
  }
}
