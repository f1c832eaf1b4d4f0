// Soft actor-critic for discrete actions (Christodoulou 2019): expectations over all actions in place of draws.
import { scheduleValue } from '../../explore/index.js';
import { Categorical, ModuleList, mseLoss, type Parameter, type Sequential } from '../../nn/index.js';
import { Adam, type Optimizer, polyakUpdate } from '../../optim/index.js';
import type { Discrete, PackedArray } from '../../spaces/index.js';
import { noGrad, type RecordedStep, scope, type Tensor, tensor } from '../../tensor/index.js';
import type { Metrics, PredictOptions } from '../agent.js';
import type { Budget } from '../budget.js';
import type { AgentSpec } from '../config.js';
import { assertFinite } from '../diagnosis.js';
import type { EnvSource, ObservationIn, OnlyDiscrete } from '../env-agent.js';
import { randomAction } from '../masking.js';
import { OffPolicyAgent, type Update } from '../off-policy-agent.js';
import type { OwnParts } from '../own-parts.js';
import { qNetwork } from '../q-network.js';
import { recordedStep } from '../repeatable.js';
import { requireDiscrete } from '../spaces.js';
import { makeTemperature, type Temperature } from '../temperature.js';
import { requireStepSize } from '../trainable.js';
import type { TransitionBatch } from '../transition-batch.js';
import { type SACDiscreteConfig, type SACDiscreteOptions, sacDiscreteSpec } from './config.js';

/**
 * SAC for discrete actions.
 *
 * @example
 * const agent = new SACDiscrete('CartPole-v1', { seed: 1 });
 * await agent.learn({ totalSteps: 30_000 });
 * agent.predict(observation);
 */
export class SACDiscrete<E extends EnvSource = EnvSource> extends OffPolicyAgent<
  SACDiscreteConfig,
  ObservationIn<E>,
  number
> {
  static override readonly spec: AgentSpec = sacDiscreteSpec;
  readonly actor: Sequential;
  /** Q₁(s, ·) and Q₂(s, ·). */
  readonly critic: ModuleList<Sequential>;
  readonly criticTarget: ModuleList<Sequential>;
  readonly temperature: Temperature;
  private readonly actorOptimizer: Optimizer;
  private readonly criticOptimizer: Optimizer;
  private readonly temperatureOptimizer: Optimizer | undefined;
  private readonly actions: Discrete;
  private readonly recorded: RecordedStep;

  constructor(env: E & OnlyDiscrete<E>, options: SACDiscreteOptions = {}, own: OwnParts = {}) {
    super(env, options, own);
    const { parts, config, env: vector } = this;
    const { singleObservationSpace: observations } = vector;
    const actions = requireDiscrete(this.algo, vector.singleActionSpace, '; use sac for a Box');
    this.actions = actions;
    const learns = config.entCoef === 'auto';
    this.requireRead(() => ({
      initialEntCoef: [learns, "entCoef 'auto'"],
      targetEntropyRatio: [learns, "entCoef 'auto'"],
    }));
    const network = () => qNetwork(observations, actions, { ...config, rng: this.rng.init }, own);
    this.actor = parts.network('actor', network());
    this.critic = parts.network('critic', new ModuleList([network(), network()]));
    this.criticTarget = parts.network('critic_target', new ModuleList([network(), network()]), {
      fixed: true,
    });
    this.criticTarget.loadStateDict(this.critic.stateDict());
    this.temperature = parts.network(
      'ent_coef',
      makeTemperature(config, config.targetEntropyRatio * Math.log(actions.n)),
    );
    const optimizer = (name: string, parameters: readonly Parameter[]) =>
      parts.optimizer(name, new Adam(parameters, { lr: scheduleValue(config.learningRate, 0) }));
    this.actorOptimizer = optimizer('actor_optimizer', this.actor.parameters());
    this.criticOptimizer = optimizer('critic_optimizer', this.critic.parameters());
    if (learns) this.temperatureOptimizer = optimizer('ent_coef_optimizer', this.temperature.parameters());
    this.recorded = recordedStep(new.target === SACDiscrete, Object.values(parts.networks), own);
  }

  override requireTrainable(budget: Budget): void {
    super.requireTrainable(budget);
    requireStepSize(this.config.learningRate);
  }

  protected override applySchedules(): void {
    const lr = scheduleValue(this.config.learningRate, this.progress);
    for (const optimizer of [this.actorOptimizer, this.criticOptimizer, this.temperatureOptimizer]) {
      if (optimizer) optimizer.lr = lr;
    }
  }

  protected override get learnsFromMasks(): boolean {
    return true;
  }

  protected update(batch: TransitionBatch): Update {
    const { states, rewards, nextStates, weights } = batch;
    return scope(() => {
      const found = this.recorded.run([states, weights], () => this.differentiate(batch));
      const inputs = { states, rewards, nextStates };
      const metrics: Metrics = {
        'train/critic_loss': assertFinite('critic_loss', found.criticLoss, inputs, this.critic),
        'train/actor_loss': assertFinite('actor_loss', found.actorLoss, inputs, this.actor),
        'train/ent_coef': found.alpha.item(),
      };
      if (found.alphaLoss) metrics['train/ent_coef_loss'] = found.alphaLoss.item();
      const errors = batch.wantsErrors ? found.errors.toArray() : undefined;
      this.criticOptimizer.step();
      this.actorOptimizer.step();
      this.temperatureOptimizer?.step();
      polyakUpdate(this.critic, this.criticTarget, this.config.tau);
      return { metrics, errors };
    });
  }

  /** All losses and their gradients; the policy follows the critics as they were before this step. */
  private differentiate(batch: TransitionBatch) {
    const { states, actions, rewards, nextStates, discounts, weights, masks, nextMasks } = batch;
    const { temperature } = this;
    const alpha = temperature.alpha();
    // y = r + γ·Σ π(a|s')·(min Q'(s', a) - α·log π(a|s')), and just r where the task ended. Illegal actions have π = 0.
    const targets = noGrad(() => {
      const logProbs = this.policy(nextStates, nextMasks).logProbabilities;
      const soft = smallest(this.criticTarget, nextStates).sub(logProbs.mul(alpha));
      return rewards.add(logProbs.exp().mul(soft).sum(1).mul(discounts));
    });
    const all = [...this.critic].map((network) => network.forward(states));
    const values = all.map((each) => each.gather(1, actions).squeeze(1));
    const criticLoss = values
      .map((value) => mseLoss(value, targets, { reduction: 'none' }))
      .map((loss) => (weights ? loss.mul(weights) : loss).mean().mul(0.5))
      .reduce((a, b) => a.add(b));
    this.criticOptimizer.zeroGrad();
    criticLoss.backward();
    // Σ π(a|s)·(α·log π(a|s) - min Q(s, a)), no gradient to Q.
    const logProbs = this.policy(states, masks).logProbabilities;
    const probs = logProbs.exp();
    const best = all.map((each) => each.detach()).reduce((a, b) => a.minimum(b));
    const actorLoss = probs.mul(logProbs.mul(alpha).sub(best)).sum(1).mean();
    this.actorOptimizer.zeroGrad();
    actorLoss.backward();
    let alphaLoss: Tensor | undefined;
    if (this.temperatureOptimizer) {
      // Of the logarithm of what is legal, where that differs from state to state.
      const target = masks?.sum(1).log().mul(this.config.targetEntropyRatio);
      alphaLoss = temperature.loss(probs.detach().mul(logProbs.detach()).sum(1), target);
      this.temperatureOptimizer.zeroGrad();
      alphaLoss.backward();
    }
    const errors = noGrad(() =>
      values
        .map((value) => value.sub(targets).abs())
        .reduce((a, b) => a.add(b))
        .mul(0.5),
    );
    return { criticLoss, actorLoss, alpha, alphaLoss, errors };
  }

  private policy(states: Tensor, masks: Tensor | undefined): Categorical {
    return new Categorical(this.actor.forward(states), masks);
  }

  private choose(
    observations: PackedArray,
    count: number,
    out: PackedArray,
    deterministic: boolean,
    actionMask: Uint8Array | undefined,
  ): void {
    this.requireMasks(actionMask, count);
    const inputs = this.encode(observations, count);
    const chosen = scope(() =>
      noGrad(() => {
        const masks = actionMask && tensor(Float32Array.from(actionMask), { shape: [count, this.actions.n] });
        const policy = this.policy(inputs, masks);
        return (deterministic ? policy.mode() : policy.sample(this.rng.policy)).toArray();
      }),
    );
    for (let i = 0; i < count; i++) out[i] = this.actions.start + chosen[i]!;
  }

  protected explore(observations: PackedArray, actions: PackedArray, masks?: Uint8Array): void {
    const { numEnvs } = this.env;
    const { n, start } = this.actions;
    const { policy: rng } = this.rng;
    if (this.numTimesteps >= this.config.learningStarts)
      this.choose(observations, numEnvs, actions, false, masks);
    else for (let i = 0; i < numEnvs; i++) actions[i] = start + randomAction(rng, i, n, masks);
  }

  /** The likeliest actions; with `deterministic: false`, draws of the policy. */
  predictBatch(
    observations: PackedArray,
    count: number,
    out: PackedArray,
    { deterministic = true, actionMask }: PredictOptions = {},
  ): void {
    this.choose(observations, count, out, deterministic, actionMask);
  }

  protected override trainMetrics(): Metrics {
    return { 'train/learning_rate': this.actorOptimizer.lr };
  }

  status(): Record<string, number> {
    return { α: this.temperature.alpha().item() };
  }
}

/** The smaller of both critics' values, `[B, actions]`. */
function smallest(critics: ModuleList<Sequential>, states: Tensor): Tensor {
  return [...critics].map((network) => network.forward(states)).reduce((a, b) => a.minimum(b));
}
