// Quantile regression DQN (Dabney et al. 2018a, "Distributional Reinforcement Learning with Quantile Regression", Algorithm 1).
import { buffer, type Tensor } from '../../tensor/index.js';
import { DistributionalAgent, type ReturnDistribution } from '../distributional-agent.js';
import type { EnvSource, OnlyDiscrete } from '../env-agent.js';
import type { OwnParts } from '../own-parts.js';
import type { Comparison } from '../q-learning-agent.js';
import { quantileWeights, riskShare } from '../risk.js';
import type { TransitionBatch } from '../transition-batch.js';
import { type QRDQNConfig, type QRDQNOptions, qrdqnSpec } from './config.js';
import { quantileRegression } from './quantile-regression.js';

/**
 * DQN that learns the distribution of the return as quantiles of equal probability: no bounds have to be known.
 *
 * @example
 * const agent = new QRDQN('CartPole-v1', { quantiles: 10, seed: 1 });
 * await agent.learn({ totalSteps: 50_000 });
 */
export class QRDQN<E extends EnvSource = EnvSource> extends DistributionalAgent<QRDQNConfig, E> {
  static override readonly spec = qrdqnSpec;
  static override readonly repeatable = true;
  /** τ_i = (2i + 1)/2N, the middle of each part. */
  private readonly levels: Tensor;
  /** `[quantiles, 1]`: the share of each in what actions are chosen by. */
  private readonly shares: Tensor;

  constructor(env: E & OnlyDiscrete<E>, options: QRDQNOptions = {}, own: OwnParts = {}) {
    super(env, options, own);
    const { quantiles } = this.config;
    this.levels = buffer([quantiles]);
    this.levels.data.set(Float32Array.from({ length: quantiles }, (_, i) => (2 * i + 1) / (2 * quantiles)));
    this.shares = buffer([quantiles, 1]);
  }

  protected override outputsPerAction(): number {
    return this.config.quantiles;
  }

  protected compare(batch: TransitionBatch): Comparison {
    const next = this.bestNext(batch);
    return quantileRegression(batch, this.taken(batch), next, this.levels, this.config.kappa);
  }

  protected override actionValues(outputs: Tensor): Tensor {
    const { quantiles, risk } = this.config;
    this.shares.data.set(quantileWeights(quantiles, riskShare(risk)));
    return outputs.reshape([-1, quantiles]).matmul(this.shares).reshape([outputs.shape[0]!, -1]);
  }

  protected distributionOf(values: Float32Array): ReturnDistribution {
    return { values, probabilities: values.map(() => 1 / values.length) };
  }
}
