// What every policy-gradient learner shares: the network, its optimiser, predictions and what a checkpoint holds.
import type { Env, VectorEnv } from '../envs/index.js';
import { type ScheduleSpec, scheduleValue } from '../explore/index.js';
import type { Optimizer } from '../optim/index.js';
import type { PackedArray } from '../spaces/index.js';
import { buffer, type Tensor } from '../tensor/index.js';
import type { HeadOptions } from './action-heads.js';
import { ActorCritic, type ActorCriticOptions } from './actor-critic.js';
import type { PredictOptions, Snapshot, WeightArray } from './agent.js';
import { BaseAgent, type BaseConfig } from './base.js';
import type { ActivationName } from './networks.js';
import { InputNormalizer } from './normalization.js';
import { restoreOptimizer, saveOptimizer } from './optimizers.js';
import { joinSnapshots, splitSnapshot } from './snapshots.js';
import { collectWeights, distributeWeights } from './weights.js';

export interface ActorCriticConfig
  extends BaseConfig,
    Pick<HeadOptions, 'actionStd' | 'logStdInit' | 'squashActions'> {
  hiddenSizes: number[];
  activation: ActivationName;
  orthoInit: boolean;
  normalizeObservations: boolean;
  learningRate: ScheduleSpec;
}

/** Network inputs for `count` states at once. */
interface Inputs {
  states: Tensor;
  mask: Tensor | undefined;
}

export abstract class ActorCriticAgent<C extends ActorCriticConfig> extends BaseAgent<C> {
  readonly policy: ActorCritic;
  protected abstract readonly optimizer: Optimizer;
  /** Flags per action mask, 0 when the environment has none. */
  protected readonly maskSize: number;
  protected readonly normalizer: InputNormalizer | undefined;
  private readonly acting: Inputs;
  private predicting: Inputs;

  constructor(env: string | Env | VectorEnv, config: Readonly<C>, critic: 'separate' | 'shared' | 'none') {
    super(env, config);
    this.policy = this.makePolicy({ ...config, critic, rng: this.rng.init });
    this.maskSize = this.env.actionMasks ? this.policy.head.maskSize : 0;
    if (config.normalizeObservations) this.normalizer = new InputNormalizer(this.encoder.size);
    this.acting = this.inputs(this.env.numEnvs);
    this.predicting = this.acting;
  }

  /** Called once by the constructor; subclasses have no fields of their own yet. */
  protected makePolicy(options: ActorCriticOptions): ActorCritic {
    return new ActorCritic(this.encoder.size, this.env.singleActionSpace, options);
  }

  private inputs(count: number): Inputs {
    const { maskSize } = this.policy.head;
    return {
      states: buffer([count, this.encoder.size]),
      mask: maskSize > 0 ? buffer([count, maskSize]) : undefined,
    };
  }

  /**
   * Network inputs from packed observations, one row per sub-environment; valid until the next call.
   *
   * @param isNew the normaliser has not seen these observations yet and takes them into its statistics
   */
  protected encode(observations: PackedArray, { isNew = false } = {}): Tensor {
    return this.encodeInto(this.acting.states, observations, isNew);
  }

  private encodeInto(states: Tensor, observations: PackedArray, isNew = false): Tensor {
    const rows = states.shape[0]!;
    const inputs = states.data as Float32Array;
    this.encoder.encodeRows(observations, rows, inputs);
    if (isNew) this.normalizer?.statistics.update(inputs, rows);
    this.normalizer?.apply(inputs, rows);
    return states;
  }

  /** The environment's action masks as network input; `undefined` when it has none. */
  protected encodeMask(): Tensor | undefined {
    if (this.maskSize === 0) return undefined;
    this.acting.mask!.data.set(this.env.actionMasks!);
    return this.acting.mask;
  }

  /** Most probable actions; with `deterministic: false`, samples of the policy. */
  predictBatch(
    observations: PackedArray,
    count: number,
    out: PackedArray,
    options: PredictOptions = {},
  ): void {
    if (this.predicting.states.shape[0] !== count) this.predicting = this.inputs(count);
    const { states, mask } = this.predicting;
    this.encodeInto(states, observations);
    if (mask && options.actionMask) mask.data.set(options.actionMask);
    const legal = options.actionMask ? mask : undefined;
    this.policy.head.toEnv(this.choose(states, legal, options), count, out);
  }

  /** Actions of the policy as drawn, for somebody who plays with it. */
  protected choose(
    states: Tensor,
    mask: Tensor | undefined,
    { deterministic = true }: PredictOptions,
  ): Float32Array {
    return this.policy.act(states, this.rng.policy, { mask, deterministic }).actions;
  }

  /** Sets the learning rate that the schedule asks for now. */
  protected scheduleRate(): void {
    this.optimizer.lr = scheduleValue(this.config.learningRate, this.progress);
  }

  status(): Record<string, number> {
    return { lr: this.optimizer.lr };
  }

  weights(): Record<string, WeightArray> {
    const weights: Record<string, WeightArray> = collectWeights({ policy: this.policy });
    if (this.normalizer) {
      const { mean, variance, count, size } = this.normalizer.statistics;
      weights['normalizer.mean'] = { shape: [size], data: Float32Array.from(mean) };
      weights['normalizer.variance'] = { shape: [size], data: Float32Array.from(variance) };
      weights['normalizer.count'] = { shape: [1], data: Float32Array.of(count) };
    }
    return weights;
  }

  loadWeights(weights: Record<string, WeightArray>): void {
    distributeWeights({ policy: this.policy }, weights);
    if (!this.normalizer) return;
    const { statistics } = this.normalizer;
    statistics.mean.set(weights['normalizer.mean']!.data);
    statistics.variance.set(weights['normalizer.variance']!.data);
    statistics.count = weights['normalizer.count']!.data[0]!;
  }

  protected saveLearner(): Snapshot {
    const snapshot = saveOptimizer({ meta: {}, arrays: {} }, this.optimizer);
    const normalizer = this.normalizer?.statistics.saveState();
    return joinSnapshots({}, normalizer ? { learner: snapshot, normalizer } : { learner: snapshot });
  }

  protected loadLearner(snapshot: Snapshot): void {
    const { learner, normalizer } = splitSnapshot(snapshot).parts;
    restoreOptimizer(learner!, this.optimizer);
    this.normalizer?.statistics.loadState(normalizer!);
  }
}
