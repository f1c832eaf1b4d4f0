// Twin delayed DDPG (Fujimoto et al. 2018, Algorithm 1): the smaller of two critics, a policy that learns less often, and
// noise on the target's actions.

import { mseLoss } from '../../nn/index.js';
import type { Generator } from '../../random/index.js';
import { buffer, noGrad, type Tensor } from '../../tensor/index.js';
import type { AgentSpec } from '../config.js';
import { DDPG } from '../ddpg/ddpg.js';
import type { EnvSource, OnlyBox } from '../env-agent.js';
import type { Update } from '../off-policy-agent.js';
import type { OwnParts } from '../own-parts.js';
import type { TransitionBatch } from '../transition-batch.js';
import { type TD3Config, type TD3Options, td3Spec } from './config.js';

/**
 * TD3 for continuous actions.
 *
 * @example
 * const agent = new TD3('Pendulum-v1', { gamma: 0.98, seed: 1 });
 * await agent.learn({ totalSteps: 20_000 });
 * agent.predict(observation);
 */
export class TD3<E extends EnvSource = EnvSource> extends DDPG<E, TD3Config> {
  static override readonly spec: AgentSpec = td3Spec;
  /** Noise on the target's actions of this update, `[B, n]`. */
  private readonly smoothing: Tensor;

  constructor(env: E & OnlyBox<E>, options: TD3Options = {}, own: OwnParts = {}) {
    super(env, options, own);
    this.requireRead(({ targetPolicyNoise, targetNoiseClip }) => ({
      targetPolicyNoise: [targetNoiseClip > 0, 'a targetNoiseClip above 0'],
      targetNoiseClip: [targetPolicyNoise > 0, 'a targetPolicyNoise above 0'],
    }));
    this.smoothing = buffer([this.config.batchSize, this.actions.packedSize]);
    this.recordSteps(new.target === TD3, own);
  }

  protected override get numCritics(): number {
    return 2;
  }

  protected override get policyDelay(): number {
    return this.config.policyDelay;
  }

  protected override improve(batch: TransitionBatch): Update {
    const { targetPolicyNoise, targetNoiseClip } = this.config;
    fillClipped(this.smoothing.data as Float32Array, targetPolicyNoise, targetNoiseClip, this.rng.noise);
    return super.improve(batch);
  }

  /** With data to stay near (TD3+BC, Fujimoto and Gu 2021): -λ·Q(s, μ(s)) + (μ(s) - a)², λ = α / mean |Q|. */
  protected override policyLoss(values: Tensor, chosen: Tensor, batch: TransitionBatch): Tensor {
    const { bcAlpha } = this.config;
    const loss = super.policyLoss(values, chosen, batch);
    if (bcAlpha === null) return loss;
    const size = noGrad(() => values.abs().mean());
    return loss.mul(bcAlpha).div(size).add(mseLoss(chosen, batch.actions));
  }

  /** clip(μ'(s') + clip(ε, ±c), ±1), ε ~ N(0, σ²). */
  protected override targetActions(nextStates: Tensor): Tensor {
    return super.targetActions(nextStates).add(this.smoothing).clamp(-1, 1);
  }
}

/** Draws from N(0, sigma²), limited to ±limit. */
export function fillClipped(out: Float32Array, sigma: number, limit: number, rng: Generator): void {
  rng.fillNormal(out, 0, sigma);
  for (let i = 0; i < out.length; i++) out[i] = Math.min(Math.max(out[i]!, -limit), limit);
}
