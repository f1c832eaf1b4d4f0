// Conservative Q-learning for discrete actions (Kumar et al. 2020): DQN that believes less of what its data do not show.
import { huberLoss, mseLoss } from '../../nn/index.js';
import type { EnvSource, OnlyDiscrete } from '../env-agent.js';
import type { OwnParts } from '../own-parts.js';
import { type Comparison, QLearningAgent, weightedMean } from '../q-learning-agent.js';
import type { TransitionBatch } from '../transition-batch.js';
import { type CQLConfig, type CQLOptions, cqlSpec } from './config.js';

/**
 * Discrete CQL, CQL(H) of the paper. Made for a dataset; without one it collects as DQN does, so that what was learnt
 * offline can be gone on with.
 *
 * @example
 * const agent = new CQL(new OfflineEnv(dataset), { learningRate: 1e-3, seed: 1 }, { dataset });
 * await agent.learn({ totalSteps: 20_000 });
 */
export class CQL<E extends EnvSource = EnvSource> extends QLearningAgent<CQLConfig, E> {
  static override readonly spec = cqlSpec;
  static override readonly repeatable = true;

  constructor(env: E & OnlyDiscrete<E>, options: CQLOptions = {}, own: OwnParts = {}) {
    super(env, options, own);
  }

  protected compare(batch: TransitionBatch): Comparison {
    const { states, actions, weights } = batch;
    const { loss: name, cqlAlpha } = this.config;
    const targets = this.targetsOf(batch);
    const values = this.qNetwork.forward(states);
    const q = values.gather(1, actions).squeeze(1);
    const distance = name === 'huber' ? huberLoss : mseLoss;
    // log Σ exp Q(s, ·) - Q(s, a): how much likelier others look than what was done.
    const doubt = values.logsumexp(1).sub(q);
    const losses = distance(q, targets, { reduction: 'none' }).add(doubt.mul(cqlAlpha));
    return {
      loss: weightedMean(losses, weights),
      errors: batch.wantsErrors ? q.sub(targets).abs() : undefined,
    };
  }
}
