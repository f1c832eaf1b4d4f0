// Learners of continuous actions from replay: a policy, critics with slowly following targets, noise that explores. What
// they learn towards is the algorithm's. Inside, actions lie in [-1, 1].
import { type ActionNoise, type ScheduleSpec, scheduleValue } from '../explore/index.js';
import { UserError } from '../io/errors.js';
import { type Module, mseLoss, type Parameter } from '../nn/index.js';
import { Adam, clipGradNorm, type Optimizer, polyakUpdate } from '../optim/index.js';
import { Box, type PackedArray } from '../spaces/index.js';
import { noGrad, type RecordedStep, scope, type Tensor } from '../tensor/index.js';
import { type ActionNoiseConfig, makeActionNoise, noiseRules } from './action-noise.js';
import { ActionScaling } from './action-scaling.js';
import type { ActorOptions } from './actors.js';
import type { Metrics, PredictOptions } from './agent.js';
import type { Budget } from './budget.js';
import { Critics, type CriticsOptions } from './critics.js';
import { assertFinite } from './diagnosis.js';
import type { ActionIn, EnvSource, ObservationIn } from './env-agent.js';
import type { Extractor } from './features/extractor.js';
import { FlattenExtractor } from './features/flatten.js';
import { extractor } from './features/index.js';
import type { ActivationName } from './networks.js';
import { OffPolicyAgent, type OffPolicyConfig, type Update } from './off-policy-agent.js';
import type { OwnParts } from './own-parts.js';
import { recordedStep } from './repeatable.js';
import { mostSteps, mostUpdates, requireSteps } from './trainable.js';
import type { TransitionBatch } from './transition-batch.js';

export interface ContinuousConfig extends OffPolicyConfig, ActionNoiseConfig {
  hiddenSizes: readonly number[];
  activation: ActivationName;
  shareFeatures: boolean;
  learningRate: ScheduleSpec;
  criticLearningRate: ScheduleSpec | null;
  maxGradNorm: number | null;
  criticActionLayer?: number;
  /** Absent: there are no target networks. */
  tau?: number;
  targetUpdateInterval?: number;
}

/** What the critics are to learn, and what they say now. */
export interface CriticGradients {
  loss: Tensor;
  /** `[B]` of each critic. */
  values: readonly Tensor[];
  /** `[B]`. */
  targets: Tensor;
}

export abstract class ContinuousAgent<
  C extends ContinuousConfig,
  P extends Module & { readonly extractor: Extractor },
  E extends EnvSource = EnvSource,
> extends OffPolicyAgent<C, ObservationIn<E>, ActionIn<E>> {
  readonly actor: P;
  readonly critic: Critics;
  /** Without target networks, the critics themselves. */
  readonly criticTarget: Critics;
  protected readonly actorOptimizer: Optimizer;
  protected readonly criticOptimizer: Optimizer;
  /** The two halves of an update; computed anew each time unless `recordSteps` says otherwise. */
  protected criticStep: RecordedStep;
  protected actorStep: RecordedStep;
  protected readonly actions: Box;
  private readonly optimizers: { optimizer: Optimizer; rateAt: (progress: number) => number }[] = [];
  private readonly scaling: ActionScaling;
  private readonly noise: ActionNoise | undefined;

  constructor(env: E, options: unknown, own: OwnParts) {
    super(env, options, own);
    const { singleActionSpace: actions, numEnvs, actionMasks } = this.env;
    const { config, parts } = this;
    if (!(actions instanceof Box)) {
      throw new UserError(
        `${this.algo} needs a Box action space, got ${actions.kind}; use dqn or sac-discrete for Discrete actions, ppo for others`,
      );
    }
    if (actionMasks) {
      throw new UserError(
        `${this.algo} knows no action masks: numbers of a Box action space are not chosen from a list. Use an environment without actionMask().`,
      );
    }
    this.actions = actions;
    this.scaling = new ActionScaling(this.algo, actions);
    this.requireRead(noiseRules);
    this.actor = parts.network('actor', this.makeActor(own));
    this.requireRead(() => ({
      shareFeatures: [!(this.actor.extractor instanceof FlattenExtractor), 'extractors with weights'],
    }));
    this.critic = parts.network('critic', this.makeCritic(own, config.shareFeatures));
    this.criticTarget =
      config.tau === undefined
        ? this.critic
        : parts.network('critic_target', this.makeCritic(own, false), { fixed: true });
    if (this.criticTarget !== this.critic) this.criticTarget.loadStateDict(this.critic.stateDict());
    this.actorOptimizer = this.addOptimizer('actor_optimizer', this.actor.parameters());
    this.criticOptimizer = this.addOptimizer(
      'critic_optimizer',
      this.critic.learnt(),
      () => this.config.criticLearningRate,
    );
    const noise = makeActionNoise(config, numEnvs, actions.packedSize);
    this.noise = noise && parts.state('action_noise', noise, { perEnv: true });
    this.criticStep = recordedStep(false, [], own);
    this.actorStep = recordedStep(false, [], own);
  }

  /** Called by the constructor; subclasses have no fields of their own yet. */
  protected abstract makeActor(own: OwnParts): P;
  /** How many critics there are. */
  protected abstract get numCritics(): number;
  /** Outputs of each critic. */
  protected get criticOutputs(): number {
    return 1;
  }
  /** Critic steps for one step of the policy and the targets. */
  protected get policyDelay(): number {
    return 1;
  }
  /** Actions in [-1, 1] of states `[B, inputs]`, without gradient. @param deterministic the best, or a draw */
  protected abstract choose(states: Tensor, deterministic: boolean): Tensor;
  /** One gradient step; actions of the batch lie in [-1, 1]. Its tensors live as long as it takes. */
  protected abstract improve(batch: TransitionBatch): Update;

  protected actorOptions(own: OwnParts): ActorOptions {
    const { hiddenSizes, activation } = this.config;
    const { singleActionSpace: actions } = this.env;
    return { actions, hiddenSizes, activation, rng: this.rng.init, makeHead: own.head };
  }

  protected makeCritic(own: OwnParts, sharesExtractor: boolean): Critics {
    return new Critics(this.criticOptions(own, sharesExtractor));
  }

  protected criticOptions(own: OwnParts, sharesExtractor: boolean): CriticsOptions {
    const { hiddenSizes, activation, criticActionLayer: actionLayer = 0 } = this.config;
    if (actionLayer > 0 && actionLayer >= hiddenSizes.length) {
      throw new UserError(
        `criticActionLayer: the action would join after ${actionLayer} of ${hiddenSizes.length} hidden layers, and must pass through one at least; lower it or lengthen hiddenSizes.`,
      );
    }
    return {
      ...{ hiddenSizes, actionLayer, activation, sharesExtractor, rng: this.rng.init },
      count: this.numCritics,
      extractor: sharesExtractor ? this.actor.extractor : this.makeExtractor(own),
      actionSize: this.env.singleActionSpace.packedSize,
      outputs: this.criticOutputs,
    };
  }

  protected makeExtractor(own: OwnParts): Extractor {
    const { singleObservationSpace: observations } = this.env;
    const { init } = this.rng;
    return own.extractor?.(observations, init) ?? extractor(observations, this.config.features, init);
  }

  /** Decay rates of Adam's moments. */
  protected get betas(): readonly [number, number] {
    return [0.9, 0.999];
  }

  /** Adam, with the learning rate of the schedule. @param ownRate one of its own, where there is one */
  protected addOptimizer(
    name: string,
    parameters: readonly Parameter[],
    ownRate?: () => ScheduleSpec | null,
  ): Optimizer {
    const rateAt = (progress: number) => scheduleValue(ownRate?.() ?? this.config.learningRate, progress);
    const optimizer = this.parts.optimizer(name, new Adam(parameters, { lr: rateAt(0), betas: this.betas }));
    this.optimizers.push({ optimizer, rateAt });
    return optimizer;
  }

  /** Lets both halves of an update be recorded and repeated. @param isOurs the agent's class is the caller's own */
  protected recordSteps(isOurs: boolean, own: OwnParts): void {
    const networks = Object.values(this.parts.networks);
    this.criticStep = recordedStep(isOurs, networks, own);
    this.actorStep = recordedStep(isOurs, networks, own);
  }

  override requireTrainable(budget: Budget): void {
    super.requireTrainable(budget);
    const { config, env, dataset, policyDelay } = this;
    const updates = dataset
      ? budget.amount
      : mostUpdates(mostSteps(budget, config, env), config, env.numEnvs);
    requireSteps(updates, policyDelay, config);
  }

  protected override applySchedules(): void {
    for (const { optimizer, rateAt } of this.optimizers) optimizer.lr = rateAt(this.progress);
  }

  protected update(batch: TransitionBatch): Update {
    this.scaling.toUnits(batch.actions.data as Float32Array);
    return scope(() => this.improve(batch));
  }

  /** The loss of each critic: mean squared error, rows weighted where the sampler asks for it; summed over critics. */
  protected criticLoss(values: readonly Tensor[], targets: Tensor, weights: Tensor | undefined): Tensor {
    return values
      .map((value) =>
        weights
          ? mseLoss(value, targets, { reduction: 'none' }).mul(weights).mean()
          : mseLoss(value, targets),
      )
      .reduce((sum, loss) => sum.add(loss));
  }

  /** Lets the targets follow, where it is their turn. @param policySteps of the policy so far, this one included */
  protected updateTargets(pairs: readonly (readonly [Module, Module])[], policySteps: number): void {
    const { tau = 1, targetUpdateInterval = 1 } = this.config;
    if (policySteps % targetUpdateInterval !== 0) return;
    for (const [network, target] of pairs) polyakUpdate(network, target, tau);
  }

  /** Takes the step of an optimiser whose gradients are there; the value of the loss. */
  protected step(name: string, optimizer: Optimizer, loss: Tensor, batch: TransitionBatch): number {
    const { states, rewards, nextStates } = batch;
    const value = assertFinite(name, loss, { states, rewards, nextStates }, this.critic);
    const { maxGradNorm } = this.config;
    if (maxGradNorm !== null) clipGradNorm(optimizer, maxGradNorm);
    optimizer.step();
    return value;
  }

  /** Mean over critics of the absolute TD error of each row, where the sampler wants it. */
  protected errors({ values, targets }: CriticGradients, batch: TransitionBatch): Float32Array | undefined {
    if (!batch.wantsErrors) return undefined;
    const sum = values.map((value) => value.sub(targets).abs()).reduce((a, b) => a.add(b));
    return sum.mul(1 / values.length).toArray();
  }

  protected explore(observations: PackedArray, actions: PackedArray): void {
    const { env, config, noise, rng } = this;
    const units =
      this.numTimesteps < config.learningStarts
        ? this.randomUnits(env.numEnvs)
        : this.act(observations, env.numEnvs, (states) => this.chooseExploring(states));
    if (noise) {
      noise.addTo(units, scheduleValue(config.noiseSigma, this.progress), rng.noise);
      for (let i = 0; i < units.length; i++) units[i] = Math.min(Math.max(units[i]!, -1), 1);
    }
    this.scaling.toEnv(units, env.numEnvs, actions);
  }

  /** Actions of the policy in the environments that are trained in. */
  protected chooseExploring(states: Tensor): Tensor {
    return this.choose(states, false);
  }

  private randomUnits(count: number): Float32Array {
    return Float32Array.from({ length: count * this.actions.packedSize }, () =>
      this.rng.policy.uniform(-1, 1),
    );
  }

  private act(observations: PackedArray, count: number, choose: (states: Tensor) => Tensor): Float32Array {
    const inputs = this.encode(observations, count);
    return scope(() => noGrad(() => choose(inputs).toArray()));
  }

  protected override afterStep(): void {
    const { numEnvs, terminated, truncated } = this.env;
    for (let i = 0; this.noise && i < numEnvs; i++) {
      if (terminated[i] === 1 || truncated[i] === 1) this.noise.reset(i);
    }
  }

  protected override abandonEpisodes(): void {
    super.abandonEpisodes();
    for (let i = 0; i < this.env.numEnvs; i++) this.noise?.reset(i);
  }

  /** The policy's best actions; with `deterministic: false` those of a stochastic policy are drawn. Without action noise. */
  predictBatch(
    observations: PackedArray,
    count: number,
    out: PackedArray,
    { deterministic = true, actionMask }: PredictOptions = {},
  ): void {
    if (actionMask) throw new UserError(`${this.algo} knows no action masks, got actionMask; leave it out.`);
    const units = this.act(observations, count, (states) => this.choose(states, deterministic));
    this.scaling.toEnv(units, count, out);
  }

  protected override trainMetrics(): Metrics {
    const { actorOptimizer, criticOptimizer, config } = this;
    return {
      'train/learning_rate': actorOptimizer.lr,
      ...(config.criticLearningRate !== null && { 'train/critic_learning_rate': criticOptimizer.lr }),
    };
  }

  status(): Record<string, number> {
    return { lr: this.actorOptimizer.lr };
  }
}
