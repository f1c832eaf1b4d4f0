// Deep Q-learning (Mnih et al. 2015, Algorithm 1), optionally with double Q-learning (van Hasselt et al. 2016).
import { huberLoss, mseLoss } from '../../nn/index.js';
import { noGrad, type RecordedStep, scope, type Tensor, where } from '../../tensor/index.js';
import type { EnvSource, OnlyDiscrete } from '../env-agent.js';
import type { Update } from '../off-policy-agent.js';
import type { OwnParts } from '../own-parts.js';
import { recordedStep } from '../repeatable.js';
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
  private readonly recorded: RecordedStep;

  constructor(env: E & OnlyDiscrete<E>, options: DQNOptions = {}, own: OwnParts = {}) {
    super(env, options, own);
    this.recorded = recordedStep(new.target === DQN, [this.qNetwork, this.targetNetwork], own);
  }

  protected update(batch: TransitionBatch): Update {
    const { states, rewards, nextStates, weights, nextMasks } = batch;
    return scope(() => {
      const { loss, q, targets } = this.recorded.run([states, weights, nextMasks], () =>
        this.differentiate(batch),
      );
      const value = this.applyGradients(loss, { states, rewards, nextStates });
      const errors = batch.wantsErrors ? q.sub(targets).abs().toArray() : undefined;
      return { metrics: { 'train/loss': value }, errors };
    });
  }

  /** The loss, what it compares, and its gradient. */
  private differentiate(batch: TransitionBatch) {
    const { states, actions, rewards, nextStates, discounts, weights, nextMasks } = batch;
    const { doubleQ, loss: lossName } = this.config;
    const allowed = (q: Tensor) => (nextMasks ? where(nextMasks, q, -Infinity) : q);
    // y = r + γ·max_a Q_target(s', a), and just r where the task ended.
    const targets = noGrad(() => {
      const nextQ = this.targetNetwork.forward(nextStates);
      const best = doubleQ
        ? nextQ.gather(1, allowed(this.qNetwork.forward(nextStates)).argmax(1, true)).squeeze(1)
        : allowed(nextQ).max(1).values;
      return rewards.add(best.mul(discounts));
    });
    const q = this.qNetwork.forward(states).gather(1, actions).squeeze(1);
    const distance = lossName === 'huber' ? huberLoss : mseLoss;
    const loss = weights
      ? distance(q, targets, { reduction: 'none' }).mul(weights).mean()
      : distance(q, targets);
    this.optimizer.zeroGrad();
    loss.backward();
    return { loss, q, targets };
  }
}
