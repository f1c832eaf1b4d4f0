// Learners of action values: a network and its target, ε-greedy exploration, greedy predictions. What they learn towards
// is the algorithm's.
import { epsilonAt, type ScheduleSpec, scheduleValue } from '../explore/index.js';
import { UserError } from '../io/errors.js';
import type { Transitions } from '../memory/index.js';
import { type Module, NoisyLinear, type Sequential } from '../nn/index.js';
import { clipGradNorm, type Optimizer, polyakUpdate } from '../optim/index.js';
import type { Generator } from '../random/index.js';
import { type Discrete, type PackedArray, packObservation, type Space } from '../spaces/index.js';
import { noGrad, scope, type Tensor } from '../tensor/index.js';
import type { Metrics, PredictOptions } from './agent.js';
import type { Budget } from './budget.js';
import type { ReadRules } from './config.js';
import { assertFinite } from './diagnosis.js';
import type { EnvSource, ObservationIn } from './env-agent.js';
import { passed } from './intervals.js';
import { argmaxRow, randomAction } from './masking.js';
import type { ActivationName } from './networks.js';
import { OffPolicyAgent, type OffPolicyConfig } from './off-policy-agent.js';
import { makeOptimizer, type OptimizerName } from './optimizers.js';
import type { OwnParts } from './own-parts.js';
import { qNetwork } from './q-network.js';
import { requireDiscrete } from './spaces.js';
import { mostSteps, mostUpdates, requireStepSize, requireTargets } from './trainable.js';

export interface ValueConfig extends OffPolicyConfig {
  hiddenSizes: readonly number[];
  activation: ActivationName;
  learningRate: ScheduleSpec;
  optimizer: OptimizerName;
  momentum?: number;
  maxGradNorm: number;
  targetUpdateInterval: number;
  targetUpdateUnit: 'step' | 'update' | 'episode';
  terminalReward: number | null;
  bootstrapTerminal: boolean;
  tau: number;
  explorationSchedule: 'linear' | 'exponential';
  explorationUnit: 'step' | 'episode';
  explorationInitialEps: number;
  explorationFinalEps: number;
  explorationFraction: number;
  explorationEpisodes: number;
  explorationDecay: number;
  dueling: boolean;
  noisy?: boolean;
  noisySigma?: number;
}

export abstract class ValueAgent<
  C extends ValueConfig,
  E extends EnvSource = EnvSource,
  N extends Module = Sequential,
> extends OffPolicyAgent<C, ObservationIn<E>, number> {
  readonly qNetwork: N;
  readonly targetNetwork: N;
  protected readonly optimizer: Optimizer;
  private readonly actions: Discrete;

  constructor(env: E, options: unknown, own: OwnParts) {
    super(env, options, own);
    const { singleObservationSpace: observations } = this.env;
    const instead = '; use an actor-critic such as ppo or a2c';
    this.actions = requireDiscrete(this.algo, this.env.singleActionSpace, instead);
    this.requireRead(explorationRules);
    this.requireRead(({ hindsight = 'none' }) => ({
      dueling: [!own.head, 'a head of its own making'],
      // Rewards and ends are those of the other goal.
      terminalReward: [hindsight === 'none', 'draws without hindsight'],
      bootstrapTerminal: [hindsight === 'none', 'draws without hindsight'],
    }));
    if (this.config.bootstrapTerminal && this.env.actionMasks)
      throw new UserError(
        'bootstrapTerminal: nobody tells which actions are legal where the task has ended; switch it off, or the action masks of the environment.',
      );
    const network = () => this.makeNetwork(observations, this.actions, own);
    this.qNetwork = this.parts.network('q_net', network());
    this.targetNetwork = this.parts.network('q_net_target', network(), { fixed: true });
    this.targetNetwork.loadStateDict(this.qNetwork.stateDict());
    const { optimizer, learningRate, momentum } = this.config;
    this.optimizer = this.parts.optimizer(
      'optimizer',
      makeOptimizer(optimizer, this.qNetwork, scheduleValue(learningRate, 0), momentum),
    );
  }

  /** Numbers of the network per action; called by the constructor, as `makeNetwork`. */
  protected outputsPerAction(): number {
    return 1;
  }

  /** Action values `[B, n]` from outputs of the network, `[B, n · outputsPerAction]`. */
  protected actionValues(outputs: Tensor): Tensor {
    return outputs;
  }

  /** What a network says of states `[rows, inputs]`, `[rows, n · outputsPerAction]`. */
  protected outputsOf(network: N, states: Tensor): Tensor {
    return (network as Module as Sequential).forward(states);
  }

  /** Called twice by the constructor, for the network and its target; subclasses have no fields of their own yet. */
  protected makeNetwork(observations: Space, actions: Discrete, own: OwnParts): N {
    const outputs = this.outputsPerAction();
    const options = { ...this.config, outputs, rng: this.rng.init };
    return qNetwork(observations, actions, options, own) as Module as N;
  }

  /** New noise for a gradient step, that of the target network its own. */
  protected drawNoise(): void {
    if (this.config.noisy)
      for (const net of [this.qNetwork, this.targetNetwork]) resetNoise(net, this.rng.noise);
  }

  /** New noise for a choice of actions while training. */
  protected drawActingNoise(): void {
    if (this.config.noisy) resetNoise(this.qNetwork, this.rng.noise);
  }

  /** From now on the network tells the means of its weights. */
  protected removeNoise(): void {
    if (this.config.noisy) for (const layer of noisyLayers(this.qNetwork)) layer.removeNoise();
  }

  /** ε now; 0 where noise explores. */
  get epsilon(): number {
    const c = this.config;
    if (c.noisy) return 0;
    const byStep = c.explorationUnit === 'step';
    return epsilonAt(
      {
        schedule: c.explorationSchedule,
        unit: c.explorationUnit,
        initial: c.explorationInitialEps,
        final: c.explorationFinalEps,
        horizon: byStep ? c.explorationFraction * this.budget.amount : c.explorationEpisodes,
        decay: c.explorationDecay,
      },
      byStep ? (c.explorationSchedule === 'linear' ? this.elapsed : this.numTimesteps) : this.numEpisodes,
    );
  }

  protected override applySchedules(): void {
    this.optimizer.lr = scheduleValue(this.config.learningRate, this.progress);
  }

  /** One step down the gradient of `loss`, within the scope of its tensors; its value. @param inputs for the diagnosis of NaN */
  protected descend(loss: Tensor, inputs: Record<string, Tensor>): number {
    this.optimizer.zeroGrad();
    loss.backward();
    return this.applyGradients(loss, inputs);
  }

  /** The second half of `descend`: the step itself, when gradients are there. */
  protected applyGradients(loss: Tensor, inputs: Record<string, Tensor>): number {
    const value = assertFinite('loss', loss, inputs, this.qNetwork);
    clipGradNorm(this.optimizer, this.config.maxGradNorm);
    this.optimizer.step();
    return value;
  }

  protected explore(observations: PackedArray, actions: PackedArray, masks?: Uint8Array): void {
    const { rng, env } = this;
    const { n, start } = this.actions;
    const epsilon = this.numTimesteps < this.config.learningStarts ? 1 : this.epsilon;
    const greedy: number[] = [];
    for (let i = 0; i < env.numEnvs; i++) {
      if (rng.policy.random() < epsilon) actions[i] = start + randomAction(rng.policy, i, n, masks);
      else greedy.push(i);
    }
    if (greedy.length === 0) return;
    this.drawActingNoise();
    const values = this.valuesOf(observations, env.numEnvs);
    for (const i of greedy) actions[i] = start + argmaxRow(values, i, n, masks);
  }

  override requireTrainable(budget: Budget, isWhole = true): void {
    super.requireTrainable(budget);
    const { config, env, dataset } = this;
    requireStepSize(config.learningRate);
    // Without a look ahead the target network is never asked.
    if (!isWhole || this.learnt.updates > 0 || config.gamma === 0) return;
    const { targetUpdateInterval: interval, targetUpdateUnit: unit } = config;
    const steps = dataset ? budget.amount : mostSteps(budget, config, env);
    if (unit === 'step') requireTargets(steps, this.stepsPerTarget, 'steps');
    const updates = dataset ? steps : mostUpdates(steps, config, env.numEnvs);
    if (unit === 'update') requireTargets(updates, interval, 'gradient steps');
    if (unit === 'episode' && budget.unit === 'episodes') requireTargets(budget.amount, interval, 'episodes');
  }

  /** Environment steps between synchronisations, where they are counted. */
  private get stepsPerTarget(): number {
    const numEnvs = this.dataset ? 1 : this.env.numEnvs;
    return Math.max(Math.floor(this.config.targetUpdateInterval / numEnvs), 1) * numEnvs;
  }

  protected override afterStep(before: number): void {
    const isDue = passed(this.stepsPerTarget, before, this.numTimesteps);
    if (this.config.targetUpdateUnit === 'step' && isDue) this.synchronise();
  }

  protected override afterUpdate(): void {
    const { targetUpdateInterval: interval, targetUpdateUnit: unit } = this.config;
    if (unit === 'update' && this.learnt.updates % interval === 0) this.synchronise();
  }

  protected override onEpisode(): void {
    super.onEpisode();
    const { targetUpdateInterval: interval, targetUpdateUnit: unit } = this.config;
    if (unit === 'episode' && this.numEpisodes % interval === 0) this.synchronise();
  }

  private synchronise(): void {
    polyakUpdate(this.qNetwork, this.targetNetwork, this.config.tau);
  }

  protected override stored(transitions: Transitions): Transitions {
    const { terminalReward, bootstrapTerminal } = this.config;
    if (terminalReward === null && !bootstrapTerminal) return transitions;
    const { rewards, terminated, truncated, count } = transitions;
    return {
      ...transitions,
      rewards:
        terminalReward === null
          ? rewards
          : Array.from(rewards, (reward, i) => (terminated[i] === 1 ? terminalReward : reward)),
      ...(bootstrapTerminal && {
        terminated: new Uint8Array(count),
        truncated: truncated.map((cut, i) => cut | terminated[i]!),
      }),
    };
  }

  /** Q(s, ·) of one observation, a number per action. */
  qValues(observation: ObservationIn<E>): Float32Array {
    this.removeNoise();
    return this.valuesOf(
      packObservation(this.env.singleObservationSpace, observation, 'The observation of qValues()'),
      1,
    );
  }

  /** Q(s, ·) of `count` packed observations, `count × actions`. @param _state what agents with a memory remember */
  protected valuesOf(
    observations: PackedArray,
    count: number,
    _state?: PredictOptions['state'],
  ): Float32Array {
    const inputs = this.encode(observations, count);
    const values = () => this.actionValues(this.outputsOf(this.qNetwork, inputs)).toArray();
    return scope(() => noGrad(values)) as Float32Array;
  }

  /** Greedy actions; with `deterministic: false`, ε-greedy with the current ε, or with new noise. */
  predictBatch(
    observations: PackedArray,
    count: number,
    out: PackedArray,
    { deterministic = true, actionMask, state }: PredictOptions = {},
  ): void {
    this.requireMasks(actionMask, count);
    if (deterministic) this.removeNoise();
    else this.drawActingNoise();
    const values = this.valuesOf(observations, count, state);
    const { n, start } = this.actions;
    const { policy: rng } = this.rng;
    for (let i = 0; i < count; i++) {
      const explores = !deterministic && !this.config.noisy && rng.random() < this.epsilon;
      out[i] = start + (explores ? randomAction(rng, i, n, actionMask) : argmaxRow(values, i, n, actionMask));
    }
  }

  protected override trainMetrics(): Metrics {
    return { 'rollout/exploration_rate': this.epsilon, 'train/learning_rate': this.optimizer.lr };
  }

  status(): Record<string, number> {
    return { ε: this.epsilon };
  }
}

/** Which hyperparameters of exploration count. */
function explorationRules(config: ValueConfig): ReadRules {
  const { explorationSchedule: schedule, explorationUnit: unit, noisy = false } = config;
  const byEpsilon = [!noisy, 'ε-greedy exploration, not noisy networks'] as const;
  return {
    noisySigma: [noisy, 'noisy networks'],
    ...Object.fromEntries(EPSILON_KEYS.map((key) => [key, byEpsilon])),
    explorationFraction: [!noisy && schedule === 'linear' && unit === 'step', 'a linear schedule by step'],
    explorationEpisodes: [
      !noisy && schedule === 'linear' && unit === 'episode',
      'a linear schedule by episode',
    ],
    explorationDecay: [!noisy && schedule === 'exponential', 'an exponential schedule'],
  };
}

const EPSILON_KEYS = [
  'explorationSchedule',
  'explorationUnit',
  'explorationInitialEps',
  'explorationFinalEps',
];

function noisyLayers(network: Module): NoisyLinear[] {
  return [...network.modules()].filter((module) => module instanceof NoisyLinear);
}

function resetNoise(network: Module, rng: Generator): void {
  for (const layer of noisyLayers(network)) layer.resetNoise(rng);
}
