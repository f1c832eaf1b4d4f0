// Categorical DQN (Bellemare et al. 2017, "A Distributional Perspective on Reinforcement Learning", Algorithm 1).
import { UserError } from '../../io/errors.js';
import { buffer, noGrad, type Tensor } from '../../tensor/index.js';
import type { AgentSpec } from '../config.js';
import { DistributionalAgent, type ReturnDistribution } from '../distributional-agent.js';
import type { EnvSource, OnlyDiscrete } from '../env-agent.js';
import type { OwnParts } from '../own-parts.js';
import { type Comparison, weightedMean } from '../q-learning-agent.js';
import { cumulativeWeights, riskShare } from '../risk.js';
import type { TransitionBatch } from '../transition-batch.js';
import { type C51Config, type C51Options, c51Spec } from './config.js';
import { project, type Support } from './projection.js';

/**
 * DQN that learns the whole distribution of the return, as probabilities of fixed atoms.
 *
 * @example
 * const agent = new C51('CartPole-v1', { vMin: 0, vMax: 100, seed: 1 });
 * await agent.learn({ totalSteps: 50_000 });
 * agent.distribution(observation)[0]; // of the first action: { values, probabilities }
 */
export class C51<E extends EnvSource = EnvSource> extends DistributionalAgent<C51Config, E> {
  static override readonly spec: AgentSpec = c51Spec;
  static override readonly repeatable = true;
  protected readonly support: Support;
  /** `[atoms, atoms]`: p·sums are the probabilities of the first 1, 2, … atoms. */
  private readonly sums: Tensor;
  /** `[atoms, 1]`: those of `cumulativeWeights`. */
  private readonly riskWeights: Tensor;

  constructor(env: E & OnlyDiscrete<E>, options: C51Options = {}, own: OwnParts = {}) {
    super(env, options, own);
    const { atoms, vMin, vMax } = this.config;
    if (!(vMin < vMax)) throw new UserError(`vMin: ${vMin} must be less than vMax, ${vMax}.`);
    const z = (_: unknown, j: number) => vMin + (j * (vMax - vMin)) / (atoms - 1);
    this.support = {
      atoms: constant([atoms], z),
      vMin,
      vMax,
    };
    this.sums = constant([atoms, atoms], (_, i) => Number(Math.floor(i / atoms) <= i % atoms));
    this.riskWeights = buffer([atoms, 1]);
  }

  protected override outputsPerAction(): number {
    return this.config.atoms;
  }

  protected compare(batch: TransitionBatch): Comparison {
    // m: the distribution of r + γ·Z(s', a*) on the atoms.
    const targets = noGrad(() => {
      const next = this.bestNext(batch).softmax(1);
      return project(next, batch.rewards, batch.discounts, this.support);
    });
    // -Σ m_j·log p_j(s, a).
    const losses = targets.mul(this.taken(batch).logSoftmax(1)).sum(1).neg();
    return {
      loss: weightedMean(losses, batch.weights),
      errors: batch.wantsErrors ? losses : undefined,
    };
  }

  protected override actionValues(outputs: Tensor): Tensor {
    const { atoms } = this.support;
    const count = atoms.size;
    const probabilities = outputs.reshape([-1, count]).softmax(1);
    return this.statistic(probabilities).reshape([outputs.shape[0]!, -1]);
  }

  /** The number that actions are chosen by, `[rows, 1]`. */
  private statistic(probabilities: Tensor): Tensor {
    const { risk } = this.config;
    const { atoms } = this.support;
    if (risk === 'mean') return probabilities.matmul(atoms.unsqueeze(1));
    const share = riskShare(risk);
    this.riskWeights.data.set(cumulativeWeights(atoms.data, share));
    return probabilities.matmul(this.sums).clamp(0, share).matmul(this.riskWeights);
  }

  protected distributionOf(logits: Float32Array): ReturnDistribution {
    const most = Math.max(...logits);
    const powers = logits.map((logit) => Math.exp(logit - most));
    const total = powers.reduce((sum, power) => sum + power);
    return {
      values: Float32Array.from(this.support.atoms.data),
      probabilities: powers.map((power) => power / total),
    };
  }
}

/** Numbers that steps of training read. */
function constant(shape: number[], value: (_: unknown, i: number) => number): Tensor {
  const out = buffer(shape);
  out.data.set(Float32Array.from(out.data, value));
  return out;
}
