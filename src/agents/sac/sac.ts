// Soft actor-critic (Haarnoja et al. 2018; 2018b with a learnt temperature).
import { UserError } from '../../io/errors.js';
import type { Optimizer } from '../../optim/index.js';
import { buffer, noGrad, type Tensor, tensor } from '../../tensor/index.js';
import { GaussianActor, type GaussianActorOptions } from '../actors.js';
import type { Metrics } from '../agent.js';
import type { AgentSpec } from '../config.js';
import { ContinuousAgent, type CriticGradients } from '../continuous-agent.js';
import type { EnvSource, OnlyBox } from '../env-agent.js';
import type { Update } from '../off-policy-agent.js';
import type { OwnParts } from '../own-parts.js';
import { StateDependentNoise } from '../state-dependent-noise.js';
import { makeTemperature, type Temperature } from '../temperature.js';
import type { TransitionBatch } from '../transition-batch.js';
import { type SACConfig, type SACOptions, type SoftConfig, sacSpec } from './config.js';

interface PolicyGradients {
  loss: Tensor;
  /** α before the step, `[1]`. */
  alpha: Tensor;
  alphaLoss: Tensor | undefined;
}

/**
 * SAC for continuous actions.
 *
 * @example
 * const agent = new SAC('Pendulum-v1', { learningRate: 1e-3, seed: 1 });
 * await agent.learn({ totalSteps: 20_000 });
 * agent.predict(observation);
 */
export class SAC<E extends EnvSource = EnvSource, C extends SoftConfig = SACConfig> extends ContinuousAgent<
  C,
  GaussianActor,
  E
> {
  static override readonly spec: AgentSpec = sacSpec;
  readonly temperature: Temperature;
  private readonly temperatureOptimizer: Optimizer | undefined;
  private readonly stateNoise: StateDependentNoise | undefined;
  /** Standard normal draws of this update: of the actions in s and in s', `[B, n]`. */
  private readonly draws: Tensor;
  protected readonly nextDraws: Tensor;

  constructor(env: E & OnlyBox<E>, options: SACOptions = {}, own: OwnParts = {}) {
    super(env, options, own);
    const { entCoef, targetEntropy, actionStd, batchSize }: SoftConfig = this.config;
    const { packedSize: size } = this.actions;
    const learns = entCoef === 'auto';
    const usesSde = actionStd === 'sde';
    this.requireRead(() => ({
      initialEntCoef: [learns, "entCoef 'auto'"],
      targetEntropy: [learns, "entCoef 'auto'"],
      logStdInit: [usesSde, 'actionStd "sde"'],
      sdeSampleFreq: [usesSde, 'actionStd "sde"'],
    }));
    const target = targetEntropy === 'auto' ? -size : targetEntropy;
    if (learns && target >= size * Math.LN2) {
      throw new UserError(
        `targetEntropy: ${target} is more than any policy over ${size} numbers in [-1, 1] has, ${(size * Math.LN2).toFixed(2)}, so that the temperature would rise for ever; lower it, usually to ${-size}.`,
      );
    }
    this.temperature = this.parts.network('ent_coef', makeTemperature(this.config, target));
    this.temperatureOptimizer = learns
      ? this.addOptimizer('ent_coef_optimizer', this.temperature.parameters())
      : undefined;
    const { logStd } = this.actor;
    if (usesSde && logStd) {
      const noise = new StateDependentNoise(this.env.numEnvs, logStd.shape[0]!, size);
      this.stateNoise = this.parts.state('noise', noise, { perEnv: true });
    }
    this.draws = buffer([batchSize, size]);
    this.nextDraws = buffer([batchSize, size]);
    this.recordSteps(new.target === SAC, own);
  }

  protected override makeActor(own: OwnParts): GaussianActor {
    return new GaussianActor(this.makeExtractor(own), this.actorOptions(own));
  }

  protected override actorOptions(own: OwnParts): GaussianActorOptions {
    const { actionStd, logStdInit } = this.config;
    return { ...super.actorOptions(own), actionStd, logStdInit: actionStd === 'sde' ? logStdInit : 0 };
  }

  protected override get numCritics(): number {
    return 2;
  }

  protected override choose(states: Tensor, deterministic: boolean): Tensor {
    const distribution = this.actor.forward(states);
    return deterministic ? distribution.mode() : distribution.sample(this.rng.policy);
  }

  protected override chooseExploring(states: Tensor): Tensor {
    const { stateNoise: noise, actor } = this;
    if (!noise) return this.choose(states, false);
    this.resampleNoise(noise);
    const features = actor.features(states);
    const { mean } = actor.distributionOf(features).normal;
    const actions = mean.toArray();
    noise.addTo(actions, features.data);
    return tensor(actions.map(Math.tanh), { shape: mean.shape });
  }

  private resampleNoise(noise: StateDependentNoise): void {
    const { sdeSampleFreq, trainFreq } = this.config;
    const steps = Math.floor(this.count.steps / this.env.numEnvs);
    const interval = sdeSampleFreq > 0 ? sdeSampleFreq : trainFreq;
    const isBlank = noise.matrices.every((value) => value === 0);
    if (isBlank || steps % interval === 0) noise.resample(this.rng.noise, this.actor.logStd!.data);
  }

  protected override improve(batch: TransitionBatch): Update {
    const { states, weights } = batch;
    this.rng.noise.fillNormal(this.draws.data as Float32Array);
    this.rng.noise.fillNormal(this.nextDraws.data as Float32Array);
    const found = this.criticStep.run([states, weights], () => this.criticGradients(batch));
    const errors = this.errors(found, batch);
    const criticLoss = this.step('critic_loss', this.criticOptimizer, found.loss, batch);
    const { updates } = this.learnt;
    if (updates % this.policyDelay !== 0) return { metrics: { 'train/critic_loss': criticLoss }, errors };
    const policy = this.actorStep.run([states], () => this.actorGradients(states));
    const actorLoss = this.step('actor_loss', this.actorOptimizer, policy.loss, batch);
    const metrics: Metrics = {
      'train/critic_loss': criticLoss,
      'train/actor_loss': actorLoss,
      'train/ent_coef': policy.alpha.item(),
    };
    if (policy.alphaLoss) {
      metrics['train/ent_coef_loss'] = policy.alphaLoss.item();
      this.temperatureOptimizer!.step();
    }
    this.updateTargets([[this.critic, this.criticTarget]], updates / this.policyDelay);
    return { metrics, errors };
  }

  /** ½·(Qᵢ(s, a) - y)² with y = r + γ·(min Q'(s', a') - α·log π(a'|s')), and just r where the task ended. */
  protected criticGradients(batch: TransitionBatch): CriticGradients {
    const { states, actions, rewards, nextStates, discounts, weights } = batch;
    const targets = noGrad(() => {
      const next = this.actor.forward(nextStates).rsampleFrom(this.nextDraws);
      const value = this.criticTarget.smallest(nextStates, next.value);
      return rewards.add(value.sub(next.logProb.mul(this.temperature.alpha())).mul(discounts));
    });
    const values = this.critic.values(states, actions);
    const loss = this.criticLoss(values, targets, weights).mul(0.5);
    this.criticOptimizer.zeroGrad();
    loss.backward();
    return { loss, values, targets };
  }

  /** α·log π(a|s) - min Q(s, a) of a drawn by the policy; and the loss of α. */
  private actorGradients(states: Tensor): PolicyGradients {
    const { temperature, critic } = this;
    const alpha = temperature.alpha();
    const { value: actions, logProb } = this.actor.forward(states).rsampleFrom(this.draws);
    this.actorOptimizer.zeroGrad();
    const loss = critic.frozen(() => {
      const loss = logProb.mul(alpha).sub(this.actionValue(states, actions)).mean();
      loss.backward();
      return loss;
    });
    if (!this.temperatureOptimizer) return { loss, alpha, alphaLoss: undefined };
    const alphaLoss = temperature.loss(logProb);
    this.temperatureOptimizer.zeroGrad();
    alphaLoss.backward();
    return { loss, alpha, alphaLoss };
  }

  /** What the policy's actions are worth, `[B]`. */
  protected actionValue(states: Tensor, actions: Tensor): Tensor {
    return this.critic.smallest(states, actions);
  }

  override status(): Record<string, number> {
    return { α: this.temperature.alpha().item() };
  }
}
