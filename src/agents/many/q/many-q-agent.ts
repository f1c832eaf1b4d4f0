// Q-learning of many agents at once: softmax policies, a target network, and what each is told of its neighbours' actions.
import type { Neighbours } from '../../../envs/index.js';
import { scheduleValue } from '../../../explore/index.js';
import { UserError } from '../../../io/errors.js';
import type { ColumnSpec } from '../../../memory/index.js';
import { huberLoss, mseLoss } from '../../../nn/index.js';
import { clipGradNorm, type Optimizer, polyakUpdate } from '../../../optim/index.js';
import { type Discrete, type PackedArray, packObservation } from '../../../spaces/index.js';
import { buffer, noGrad, scope, type Tensor, where } from '../../../tensor/index.js';
import type { Metrics, PredictOptions } from '../../agent.js';
import { assertFinite } from '../../diagnosis.js';
import { drawSoftmax } from '../../draws.js';
import type { EnvSource, ObservationIn } from '../../env-agent.js';
import { argmaxRow } from '../../masking.js';
import { OffPolicyAgent, type Update } from '../../off-policy-agent.js';
import { makeOptimizer } from '../../optimizers.js';
import { type OwnParts, requireParts } from '../../own-parts.js';
import { tensorState } from '../../parts.js';
import { bestLegal } from '../../q-learning-agent.js';
import { requireDiscrete } from '../../spaces.js';
import type { TransitionBatch } from '../../transition-batch.js';
import type { IndependentQConfig } from './config.js';
import { NeighbourActions, type Telling, widthOf } from './neighbour-actions.js';
import { AgentNetworks, FieldNetwork } from './networks.js';

export type ManyQConfig = IndependentQConfig & { settle?: number };

/** Alone in the world. */
const NOBODY = (count: number): Neighbours => ({
  offsets: new Int32Array(count + 1),
  rows: new Int32Array(0),
});

/**
 * Every row of the vector is an agent: Q(s, a, ā) with ā, what its neighbours do. Subclasses say what they are told:
 * their mean action (mean-field Q), the combination of actions (neighbourhood Q), or nothing (independent Q).
 */
export abstract class ManyQAgent<
  C extends ManyQConfig = ManyQConfig,
  E extends EnvSource = EnvSource,
> extends OffPolicyAgent<C, ObservationIn<E>, number> {
  readonly networks: AgentNetworks;
  readonly targets: AgentNetworks;
  private readonly optimizer: Optimizer;
  private readonly actions: Discrete;
  private readonly told: NeighbourActions;
  /** What neighbours did last, as every row knows it when it acts; and what it knew when it chose its action. */
  private readonly field: Tensor;
  private readonly known: Tensor;
  private readonly batchField: Tensor;
  private readonly batchNext: Tensor;

  constructor(env: E, options: unknown, own: OwnParts = {}) {
    super(env, options, own);
    requireParts(this.algo, own, ['extractor', 'sampler', 'hooks']);
    const { env: envs, config, rng, parts } = this;
    const space = requireDiscrete(this.algo, envs.singleActionSpace, '; use ippo or mappo');
    this.actions = space;
    this.told = new NeighbourActions(this.telling(), space.n);
    const { width } = this.told;
    const make = () => {
      const network = () =>
        new FieldNetwork(envs.singleObservationSpace, space, { ...config, width, rng: rng.init }, own);
      return new AgentNetworks(config.parameterSharing ? 1 : this.agents, network);
    };
    this.networks = parts.network('q_net', make());
    this.targets = parts.network('q_net_target', make(), { fixed: true });
    this.targets.loadStateDict(this.networks.stateDict());
    const rate = scheduleValue(config.learningRate, 0);
    this.optimizer = parts.optimizer('optimizer', makeOptimizer(config.optimizer, this.networks, rate));
    this.field = buffer([envs.numEnvs, width]);
    this.known = buffer([envs.numEnvs, width]);
    for (let row = 0; row < envs.numEnvs; row++) this.told.forget(this.field.data as Float32Array, row);
    parts.state('field', tensorState(this.field), { perEnv: true });
    this.batchField = buffer([this.batchRows, width]);
    this.batchNext = buffer([this.batchRows, width]);
  }

  /** What agents are told of their neighbours' actions; called by the constructor. */
  protected abstract telling(): Telling;

  private get agents(): number {
    return this.env.agentsPerWorld ?? 1;
  }

  protected override memoryColumns(): Record<string, ColumnSpec> {
    const size = widthOf(this.telling(), (this.env.singleActionSpace as Discrete).n ?? 1);
    return {
      ...(size > 0 && { field: { dtype: 'float32', size }, nextField: { dtype: 'float32', size } }),
      ...(!this.config.parameterSharing && { owner: { dtype: 'int32' } }),
    };
  }

  /** T of the policy that acts while training, now. */
  get temperature(): number {
    return scheduleValue(this.config.temperature, this.progress);
  }

  /** Q(s, ·, ā) of one agent. @param field what its neighbours do: their mean action, or chances of their combinations */
  qValues(observation: ObservationIn<E>, field: ArrayLike<number> = [], owner = 0): Float32Array {
    const packed = packObservation(
      this.env.singleObservationSpace,
      observation,
      'The observation of qValues()',
    );
    const inputs = buffer([1, this.told.width]);
    inputs.data.set(this.requireField(Float32Array.from(field), 1));
    return this.valuesOf(packed, inputs, Int32Array.of(owner));
  }

  private valuesOf(observations: PackedArray, field: Tensor, owners: ArrayLike<number>): Float32Array {
    const states = this.encode(observations, owners.length);
    return scope(() =>
      noGrad(() => this.networks.forward(states, this.fieldInput(field), owners).toArray()),
    ) as Float32Array;
  }

  private fieldInput(field: Tensor): Tensor | undefined {
    return this.told.width > 0 ? field : undefined;
  }

  /** Rows are the agents of worlds in turn. */
  private owners(count: number): Int32Array {
    const { agents } = this;
    if (!this.config.parameterSharing && count % agents !== 0)
      throw new UserError(
        `${this.algo}: with weights of their own, all ${agents} agents of a world are asked at once; got ${count} observations.`,
      );
    return Int32Array.from({ length: count }, (_, row) => row % agents);
  }

  /**
   * All rows choose, `settle` times again with what their neighbours chose. `known` starts as what neighbours did last,
   * ends as what the last choice rested on.
   */
  private choose(
    observations: PackedArray,
    known: Tensor,
    neighbours: Neighbours,
    masks: Uint8Array | undefined,
    temperature: number,
  ): Int32Array {
    const { n } = this.actions;
    const count = known.shape[0]!;
    const owners = this.owners(count);
    const chosen = new Int32Array(count);
    for (let pass = this.config.settle ?? 0; pass >= 0; pass--) {
      const values = this.valuesOf(observations, known, owners);
      for (let i = 0; i < count; i++) {
        chosen[i] =
          temperature === 0
            ? argmaxRow(values, i, n, masks)
            : drawSoftmax(values, i * n, n, masks, i * n, temperature, this.rng.policy);
      }
      if (pass > 0) this.told.tell(chosen, neighbours, known.data as Float32Array);
    }
    return chosen;
  }

  protected explore(observations: PackedArray, actions: PackedArray, masks?: Uint8Array): void {
    const { env, known, field, told } = this;
    const isRandom = this.numTimesteps < this.config.learningStarts;
    const neighbours = env.neighbours ?? NOBODY(env.numEnvs);
    known.data.set(field.data);
    const temperature = isRandom ? Infinity : this.temperature;
    const chosen = this.choose(observations, known, neighbours, masks, temperature);
    for (let i = 0; i < chosen.length; i++) actions[i] = this.actions.start + chosen[i]!;
    told.tell(chosen, neighbours, field.data as Float32Array);
  }

  protected override onStored(row: number, env: number): void {
    const { memory, known, field, told, config } = this;
    const { width } = told;
    if (!config.parameterSharing) memory.scalar('owner').set(row, env % this.agents);
    if (width === 0) return;
    memory.scalar('field').write(row, known.data, env * width);
    memory.scalar('nextField').write(row, field.data, env * width);
  }

  /** Who begins anew knows nothing of its neighbours yet. */
  protected override afterStep(): void {
    const { terminated, truncated, numEnvs } = this.env;
    for (let i = 0; i < numEnvs; i++) {
      if (terminated[i] === 1 || truncated[i] === 1) this.told.forget(this.field.data as Float32Array, i);
    }
  }

  protected override abandonEpisodes(): void {
    super.abandonEpisodes();
    for (let i = 0; i < this.env.numEnvs; i++) this.told.forget(this.field.data as Float32Array, i);
  }

  protected override applySchedules(): void {
    this.optimizer.lr = scheduleValue(this.config.learningRate, this.progress);
  }

  protected override afterUpdate(): void {
    const { targetUpdateInterval, tau } = this.config;
    if (this.learnt.updates % targetUpdateInterval === 0) polyakUpdate(this.networks, this.targets, tau);
  }

  protected update(batch: TransitionBatch): Update {
    const { states, actions, rewards, weights, nextStates, rows } = batch;
    const { memory, batchField, batchNext, told, config, networks, optimizer } = this;
    const owners = new Int32Array(rows.length);
    if (!config.parameterSharing) memory.scalar('owner').gather(rows, owners);
    if (told.width > 0) {
      memory.scalar('field').gather(rows, batchField.data as Float32Array);
      memory.scalar('nextField').gather(rows, batchNext.data as Float32Array);
    }
    return scope(() => {
      const targets = noGrad(() => this.targetsOf(batch, owners));
      const q = networks.forward(states, this.fieldInput(batchField), owners).gather(1, actions).squeeze(1);
      const distance = config.loss === 'huber' ? huberLoss : mseLoss;
      const losses = distance(q, targets, { reduction: 'none' });
      const loss = (weights ? losses.mul(weights) : losses).mean();
      optimizer.zeroGrad();
      loss.backward();
      const value = assertFinite('loss', loss, { states, rewards, nextStates }, networks);
      clipGradNorm(optimizer, config.maxGradNorm);
      optimizer.step();
      const errors = batch.wantsErrors ? q.sub(targets).abs().toArray() : undefined;
      return { metrics: { 'train/loss': value }, errors };
    });
  }

  /** y = r + γ·V(s', ā'), and just r where the task ended, `[B]`. */
  private targetsOf({ rewards, discounts, nextStates, nextMasks }: TransitionBatch, owners: Int32Array) {
    const { config, temperature } = this;
    const next = this.targets.forward(nextStates, this.fieldInput(this.batchNext), owners);
    const legal = nextMasks ? where(nextMasks, next, -Infinity) : next;
    const values =
      config.value === 'max' || temperature === 0
        ? next.gather(1, bestLegal(next, nextMasks)).squeeze(1)
        : legal.div(temperature).softmax(1).mul(next).sum(1);
    return rewards.add(values.mul(discounts));
  }

  /**
   * Greedy actions; with `deterministic: false`, draws of the softmax policy. What neighbours did last is carried in
   * `state.field`.
   *
   * @throws UserError where neighbours matter and nobody says who they are.
   */
  predictBatch(
    observations: PackedArray,
    count: number,
    out: PackedArray,
    { deterministic = true, actionMask, state, neighbours }: PredictOptions = {},
  ): void {
    this.requireMasks(actionMask, count);
    const { told } = this;
    const known = buffer([count, told.width]);
    const data = known.data as Float32Array;
    if (state?.field) data.set(this.requireField(state.field, count));
    else for (let i = 0; i < count; i++) told.forget(data, i);
    const beside = neighbours ?? this.nobody(count, state);
    const temperature = deterministic ? 0 : this.temperature;
    const chosen = this.choose(observations, known, beside, actionMask, temperature);
    for (let i = 0; i < count; i++) out[i] = this.actions.start + chosen[i]!;
    if (state && neighbours) {
      state.field ??= new Float32Array(data.length);
      told.tell(chosen, neighbours, state.field);
    }
    known.dispose();
  }

  private nobody(count: number, state: PredictOptions['state']): Neighbours {
    if (this.env.neighbours && this.told.width > 0 && !state?.field)
      throw new UserError(
        `${this.algo} acts on what neighbours do: tell who they are, { neighbours: envs.neighbours, state }, or what they ` +
          `do, { state: { field: Float32Array of ${this.told.width} } }.`,
      );
    return NOBODY(count);
  }

  private requireField(field: Float32Array, count: number): Float32Array {
    const { width } = this.told;
    if (field.length === count * width) return field;
    throw new UserError(
      `${this.algo} is told ${width} numbers of the neighbours of each agent, ${count * width} for ${count}; got ${field.length}.`,
    );
  }

  protected override trainMetrics(): Metrics {
    return { 'rollout/temperature': this.temperature, 'train/learning_rate': this.optimizer.lr };
  }

  status(): Record<string, number> {
    return { T: this.temperature };
  }
}
