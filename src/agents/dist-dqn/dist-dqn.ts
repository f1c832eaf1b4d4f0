// The distributional DQN of a book (Zai & Brown 2020, "Deep Reinforcement Learning in Action", chapter 7, listings 7.12 to
// 7.14): C51's distributions, learnt towards what the book's update_dist makes of them.
import type { Transitions } from '../../memory/index.js';
import { Sequential } from '../../nn/index.js';
import type { Discrete, Space } from '../../spaces/index.js';
import { noGrad, type Tensor } from '../../tensor/index.js';
import { C51 } from '../c51/c51.js';
import type { AgentSpec } from '../config.js';
import type { EnvSource, OnlyDiscrete } from '../env-agent.js';
import { FlattenExtractor } from '../features/flatten.js';
import { extractor } from '../features/index.js';
import { type OwnParts, requireParts } from '../own-parts.js';
import type { Comparison } from '../q-learning-agent.js';
import type { TransitionBatch } from '../transition-batch.js';
import { type DistDQNConfig, type DistDQNOptions, distDqnSpec } from './config.js';
import { takeRows } from './copies.js';
import { DistNetwork } from './network.js';
import { bookTarget } from './target.js';
import { UnitLength } from './unit-length.js';

/**
 * Dist-DQN, for comparison with the book: `C51` learns returns, this the reward that ends waiting for one.
 *
 * @example
 * const agent = new DistDQN('CartPole-v1', { stepReward: 1, terminalReward: -10, seed: 1 });
 * await agent.learn({ totalSteps: 5000 });
 */
export class DistDQN<E extends EnvSource = EnvSource> extends C51<E> {
  static override readonly spec: AgentSpec = distDqnSpec;
  private readonly own: DistDQNConfig;

  constructor(env: E & OnlyDiscrete<E>, options: DistDQNOptions = {}, own: OwnParts = {}) {
    requireParts('dist-dqn', own, ['extractor', 'hooks']);
    super(env, options, own);
    this.own = this.config as unknown as DistDQNConfig;
    this.requireRead(({ optimizer }) => ({ momentum: [optimizer === 'sgd', "optimizer 'sgd'"] }));
  }

  /** Rows of length 1, then the book's network. */
  protected override makeNetwork(observations: Space, actions: Discrete, own: OwnParts): Sequential {
    const { features, atoms, hiddenSizes } = this.config;
    const { init: rng } = this.rng;
    const reader = own.extractor?.(observations, rng) ?? extractor(observations, features, rng);
    const { layers } = new DistNetwork(reader.size, { actions: actions.n, atoms, hiddenSizes, rng });
    const first = reader instanceof FlattenExtractor ? [] : [reader];
    return new Sequential(...first, new UnitLength(), ...layers.layers);
  }

  protected override compare({
    states,
    actions,
    rewards,
    nextStates,
    weights,
    wantsErrors,
  }: TransitionBatch) {
    const { gamma, stepReward } = this.own;
    const logProbabilities = (network: Sequential, inputs: Tensor) =>
      network.forward(inputs).reshape([inputs.shape[0]!, -1, this.config.atoms]).logSoftmax(-1);
    const next = noGrad(() => logProbabilities(this.targetNetwork, nextStates).exp());
    const { data: atoms } = this.support.atoms;
    const target = bookTarget(next, actions.data, rewards.data, atoms, { gamma, stepReward });
    // -Σ target·log p over all actions; summed over rows, too.
    const losses = target.mul(logProbabilities(this.qNetwork, states)).sum([1, 2]).neg();
    const loss = (weights ? losses.mul(weights) : losses).sum();
    return { loss, errors: wantsErrors ? losses : undefined } satisfies Comparison;
  }

  /** Steps that decide are stored several times, so that batches hold more of them. */
  protected override stored(transitions: Transitions): Transitions {
    const steps = super.stored(transitions);
    const { extraCopies, stepReward } = this.own;
    if (extraCopies === 0) return steps;
    const rows = Array.from(steps.rewards).flatMap((reward, i) =>
      new Array<number>(reward === stepReward ? 1 : 1 + extraCopies).fill(i),
    );
    return rows.length === steps.count ? steps : takeRows(steps, rows);
  }
}
