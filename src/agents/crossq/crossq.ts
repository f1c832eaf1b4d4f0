// CrossQ (Bhatt et al. 2024): soft actor-critic without target networks. Batch normalisation keeps the critics steady, as
// they see (s, a) and (s', a') in one batch.
import { cat, noGrad, type Tensor } from '../../tensor/index.js';
import type { GaussianActorOptions } from '../actors.js';
import type { AgentSpec } from '../config.js';
import type { CriticGradients } from '../continuous-agent.js';
import type { CriticsOptions } from '../critics.js';
import type { EnvSource, OnlyBox } from '../env-agent.js';
import type { OwnParts } from '../own-parts.js';
import { SAC } from '../sac/sac.js';
import type { TransitionBatch } from '../transition-batch.js';
import { type CrossQConfig, type CrossQOptions, crossqSpec } from './config.js';
import { normalizedLayers } from './normalized-layers.js';

/**
 * CrossQ for continuous actions.
 *
 * @example
 * const agent = new CrossQ('Pendulum-v1', { criticHiddenSizes: [256, 256], seed: 1 });
 * await agent.learn({ totalSteps: 10_000 });
 * agent.predict(observation);
 */
export class CrossQ<E extends EnvSource = EnvSource> extends SAC<E, CrossQConfig> {
  static override readonly spec: AgentSpec = crossqSpec;

  constructor(env: E & OnlyBox<E>, options: CrossQOptions = {}, own: OwnParts = {}) {
    super(env as never, options as never, own);
    // Single observations have no moments: the running ones hold outside gradient steps.
    this.parts.eval();
  }

  protected override get policyDelay(): number {
    return this.config.policyDelay;
  }

  protected override get betas(): readonly [number, number] {
    return [0.5, 0.999];
  }

  private layers(key: string) {
    const { normMomentum: momentum, renormWarmup: warmup } = this.config;
    return normalizedLayers({ momentum, warmup }, key);
  }

  protected override actorOptions(own: OwnParts): GaussianActorOptions {
    return { ...super.actorOptions(own), makeLayers: this.layers('hiddenSizes').hidden };
  }

  protected override criticOptions(own: OwnParts, sharesExtractor: boolean): CriticsOptions {
    return {
      ...super.criticOptions(own, sharesExtractor),
      hiddenSizes: this.config.criticHiddenSizes,
      makeNetwork: this.layers('criticHiddenSizes').network,
    };
  }

  /** ½·(Qᵢ(s, a) - y)² with y = r + γ·(min Q(s', a') - α·log π(a'|s')), both Q of the same, joined batch. */
  protected override criticGradients(batch: TransitionBatch): CriticGradients {
    const { states, actions, rewards, nextStates, discounts, weights } = batch;
    const { actor, critic, temperature, criticOptimizer } = this;
    actor.eval();
    const next = noGrad(() => actor.forward(nextStates).rsampleFrom(this.nextDraws));
    actor.train();
    const rows = actions.shape[0]!;
    const joined = critic.values(cat([states, nextStates], 0), cat([actions, next.value], 0));
    const targets = noGrad(() => {
      const least = joined.map((value) => value.slice(0, rows, 2 * rows)).reduce((a, b) => a.minimum(b));
      return rewards.add(least.sub(next.logProb.mul(temperature.alpha())).mul(discounts));
    });
    const values = joined.map((value) => value.slice(0, 0, rows));
    const loss = this.criticLoss(values, targets, weights).mul(0.5);
    criticOptimizer.zeroGrad();
    loss.backward();
    return { loss, values, targets };
  }

  /** As the critics are outside their own steps: with running moments. */
  protected override actionValue(states: Tensor, actions: Tensor): Tensor {
    this.critic.eval();
    const value = super.actionValue(states, actions);
    this.critic.train();
    return value;
  }
}
