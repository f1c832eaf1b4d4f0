// Learners of the distribution of returns: what they choose by, and what they tell of it.
import type { Module, Sequential } from '../nn/index.js';
import { packObservation } from '../spaces/index.js';
import { noGrad, scope, type Tensor } from '../tensor/index.js';
import type { EnvSource, ObservationIn } from './env-agent.js';
import { QLearningAgent, type QLearningConfig } from './q-learning-agent.js';
import type { Risk } from './risk.js';

export interface DistributionalConfig extends QLearningConfig {
  risk: Risk;
}

/** Returns and their probabilities, in ascending order of the network's atoms or quantiles. */
export interface ReturnDistribution {
  values: Float32Array;
  probabilities: Float32Array;
}

export abstract class DistributionalAgent<
  C extends DistributionalConfig,
  E extends EnvSource = EnvSource,
  N extends Module = Sequential,
> extends QLearningAgent<C, E, N> {
  /** The distribution that the numbers of one action stand for. */
  protected abstract distributionOf(outputs: Float32Array): ReturnDistribution;

  /** What `distributionOf` reads of all actions, `[rows, n · outputsPerAction]`. */
  protected distributionOutputs(states: Tensor): Tensor {
    return this.outputsOf(this.qNetwork, states);
  }

  /**
   * The learnt distribution of the return of each action, in the order of the actions.
   *
   * @example
   * const [left, right] = agent.distribution(observation);
   */
  distribution(observation: ObservationIn<E>): ReturnDistribution[] {
    const packed = packObservation(
      this.env.singleObservationSpace,
      observation,
      'The observation of distribution()',
    );
    this.removeNoise();
    const inputs = this.encode(packed, 1);
    const outputs = scope(() => noGrad(() => this.distributionOutputs(inputs).toArray())) as Float32Array;
    const size = this.outputsPerAction();
    return Array.from({ length: outputs.length / size }, (_, a) =>
      this.distributionOf(outputs.slice(a * size, (a + 1) * size)),
    );
  }
}
