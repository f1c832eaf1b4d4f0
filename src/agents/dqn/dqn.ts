// Deep Q-learning (Mnih et al. 2015, Algorithm 1), optionally with double Q-learning (van Hasselt et al. 2016).
import { huberLoss, mseLoss } from '../../nn/index.js';
import { noGrad, scope } from '../../tensor/index.js';
import type { EnvSource, OnlyDiscrete } from '../env-agent.js';
import type { Update } from '../off-policy-agent.js';
import type { OwnParts } from '../own-parts.js';
import type { TransitionBatch } from '../transition-batch.js';
import { ValueAgent } from '../value-agent.js';
import { type DQNConfig, type DQNOptions, dqnSpec } from './config.js';

/**
 * DQN for discrete actions.
 *
 * @example
 * const agent = new DQN('CartPole-v1', { learningRate: 1e-3, seed: 1 });
 * await agent.learn({ totalSteps: 50_000 });
 * agent.predict(observation);
 */
export class DQN<E extends EnvSource = EnvSource> extends ValueAgent<DQNConfig, E> {
  static override readonly spec = dqnSpec;

  constructor(env: E & OnlyDiscrete<E>, options: DQNOptions = {}, own: OwnParts = {}) {
    super(env, options, own);
  }

  protected update({ states, actions, rewards, nextStates, discounts, ...batch }: TransitionBatch): Update {
    const { doubleQ, loss: lossName } = this.config;
    return scope(() => {
      // y = r + γ·max_a Q_target(s', a), and just r where the task ended.
      const targets = noGrad(() => {
        const nextQ = this.targetNetwork.forward(nextStates);
        const best = doubleQ
          ? nextQ.gather(1, this.qNetwork.forward(nextStates).argmax(1, true)).squeeze(1)
          : nextQ.max(1).values;
        return rewards.add(best.mul(discounts));
      });
      const q = this.qNetwork.forward(states).gather(1, actions).squeeze(1);
      const distance = lossName === 'huber' ? huberLoss : mseLoss;
      const loss = batch.weights
        ? distance(q, targets, { reduction: 'none' }).mul(batch.weights).mean()
        : distance(q, targets);
      const value = this.descend(loss, { states, rewards, nextStates });
      const errors = batch.wantsErrors ? q.sub(targets).abs().toArray() : undefined;
      return { metrics: { 'train/loss': value }, errors };
    });
  }
}
