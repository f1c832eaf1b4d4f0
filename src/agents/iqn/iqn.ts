// Implicit quantile networks (Dabney et al. 2018b, "Implicit Quantile Networks for Distributional Reinforcement Learning",
// Algorithm 1).
import type { Discrete, Space } from '../../spaces/index.js';
import { noGrad, type Tensor } from '../../tensor/index.js';
import { DistributionalAgent, type ReturnDistribution } from '../distributional-agent.js';
import type { EnvSource, OnlyDiscrete } from '../env-agent.js';
import type { OwnParts } from '../own-parts.js';
import { bestLegal, type Comparison } from '../q-learning-agent.js';
import { quantileRegression } from '../qrdqn/quantile-regression.js';
import { riskShare } from '../risk.js';
import type { TransitionBatch } from '../transition-batch.js';
import { type IQNConfig, type IQNOptions, iqnSpec } from './config.js';
import { ImplicitQuantileNetwork } from './implicit-quantile-network.js';
import { Levels } from './levels.js';

/**
 * DQN that learns the return's quantile at any level τ: training draws levels, so that no number of quantiles limits the
 * distribution. Evaluation takes evenly spaced levels, the same at every time.
 *
 * @example
 * const agent = new IQN('CartPole-v1', { risk: 'cvar:0.25', seed: 1 });
 * await agent.learn({ totalSteps: 50_000 });
 */
export class IQN<E extends EnvSource = EnvSource> extends DistributionalAgent<
  IQNConfig,
  E,
  ImplicitQuantileNetwork
> {
  static override readonly spec = iqnSpec;
  static override readonly repeatable = true;
  /** Of a batch: τ `[B, N]`, τ' `[B, N']`, and β(τ̃) `[B, K]` that the next action is chosen by. */
  private readonly levels: Levels;
  private readonly targetLevels: Levels;
  private readonly nextLevels: Levels;
  /** β(τ̃) of the observations that are acted on. */
  private actingLevels: Levels;
  private actsByDraws = false;

  constructor(env: E & OnlyDiscrete<E>, options: IQNOptions = {}, own: OwnParts = {}) {
    super(env, options, own);
    const { batchSize, quantileSamples, targetQuantileSamples, actingQuantileSamples, cosines } = this.config;
    this.levels = new Levels(batchSize, quantileSamples, cosines);
    this.targetLevels = new Levels(batchSize, targetQuantileSamples, cosines);
    this.nextLevels = new Levels(batchSize, actingQuantileSamples, cosines);
    this.actingLevels = new Levels(this.env.numEnvs, actingQuantileSamples, cosines);
  }

  protected override makeNetwork(
    observations: Space,
    actions: Discrete,
    own: OwnParts,
  ): ImplicitQuantileNetwork {
    const options = { ...this.config, rng: this.rng.init };
    return new ImplicitQuantileNetwork(observations, actions, options, own);
  }

  protected override outputsPerAction(): number {
    return this.config.actingQuantileSamples;
  }

  protected override drawNoise(): void {
    super.drawNoise();
    const { noise } = this.rng;
    this.levels.draw(noise, 1);
    this.targetLevels.draw(noise, 1);
    this.nextLevels.draw(noise, riskShare(this.config.risk));
  }

  protected override drawActingNoise(): void {
    super.drawActingNoise();
    this.actsByDraws = true;
  }

  protected override removeNoise(): void {
    super.removeNoise();
    this.actsByDraws = false;
  }

  protected compare(batch: TransitionBatch): Comparison {
    const next = this.bestNext(batch);
    return quantileRegression(batch, this.taken(batch), next, this.levels.values, this.config.kappa);
  }

  /** Z_τ(s, a), `[B, N]`. */
  protected override taken({ states, actions }: TransitionBatch): Tensor {
    return this.pick(this.qNetwork.forward(states, this.levels.cosines), actions);
  }

  /** Z_τ'(s', a*) by the target network, `[B, N']`; a* by levels of its own. */
  protected override bestNext({ nextStates, nextMasks }: TransitionBatch): Tensor {
    return noGrad(() => {
      const chooser = this.config.doubleQ ? this.qNetwork : this.targetNetwork;
      const values = this.actionValues(chooser.forward(nextStates, this.nextLevels.cosines));
      const outputs = this.targetNetwork.forward(nextStates, this.targetLevels.cosines);
      return this.pick(outputs, bestLegal(values, nextMasks));
    });
  }

  /** The mean over levels, `[rows, n]`. */
  protected override actionValues(outputs: Tensor): Tensor {
    return outputs.reshape([outputs.shape[0]!, -1, this.config.actingQuantileSamples]).mean(2);
  }

  protected override outputsOf(network: ImplicitQuantileNetwork, states: Tensor): Tensor {
    const share = riskShare(this.config.risk);
    const levels = this.levelsFor(states.shape[0]!);
    if (this.actsByDraws) levels.draw(this.rng.noise, share);
    else levels.spread(share);
    return network.forward(states, levels.cosines);
  }

  protected override distributionOutputs(states: Tensor): Tensor {
    return this.qNetwork.forward(states, this.levelsFor(states.shape[0]!).spread(1).cosines);
  }

  private levelsFor(rows: number): Levels {
    const { actingQuantileSamples, cosines } = this.config;
    if (this.actingLevels.rows !== rows) this.actingLevels = new Levels(rows, actingQuantileSamples, cosines);
    return this.actingLevels;
  }

  protected distributionOf(values: Float32Array): ReturnDistribution {
    return { values, probabilities: values.map(() => 1 / values.length) };
  }
}
