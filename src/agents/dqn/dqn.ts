// Deep Q-learning (Mnih et al. 2015, Algorithm 1), optionally with double Q-learning (van Hasselt et al. 2016).
import { huberLoss, mseLoss } from '../../nn/index.js';
import type { EnvSource, OnlyDiscrete } from '../env-agent.js';
import type { OwnParts } from '../own-parts.js';
import { type Comparison, QLearningAgent, weightedMean } from '../q-learning-agent.js';
import type { TransitionBatch } from '../transition-batch.js';
import { type DQNConfig, type DQNOptions, dqnSpec } from './config.js';

/**
 * DQN for discrete actions.
 *
 * @example
 * const agent = new DQN('CartPole-v1', { learningRate: 1e-3, seed: 1 });
 * await agent.learn({ totalSteps: 50_000 });
 * agent.predict(observation);
 */
export class DQN<E extends EnvSource = EnvSource> extends QLearningAgent<DQNConfig, E> {
  static override readonly spec = dqnSpec;
  static override readonly repeatable = true;

  constructor(env: E & OnlyDiscrete<E>, options: DQNOptions = {}, own: OwnParts = {}) {
    super(env, options, own);
  }

  protected compare(batch: TransitionBatch): Comparison {
    const { weights } = batch;
    // y = r + γ·max_a Q_target(s', a), and just r where the task ended.
    const targets = this.targetsOf(batch);
    const q = this.taken(batch).squeeze(1);
    const distance = this.config.loss === 'huber' ? huberLoss : mseLoss;
    const loss = weights
      ? weightedMean(distance(q, targets, { reduction: 'none' }), weights)
      : distance(q, targets);
    return { loss, errors: batch.wantsErrors ? q.sub(targets).abs() : undefined };
  }
}
