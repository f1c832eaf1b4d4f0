// What every policy-gradient learner shares: the network, its optimiser, predictions, and normalised inputs.
import type { VectorEnv } from '../envs/index.js';
import { type ScheduleSpec, scheduleValue } from '../explore/index.js';
import { UserError } from '../io/errors.js';
import type { Distribution } from '../nn/index.js';
import type { Optimizer } from '../optim/index.js';
import { Box, Discrete, type PackedArray, packObservation, type Space } from '../spaces/index.js';
import { buffer, noGrad, scope, type Tensor, tensor } from '../tensor/index.js';
import type { HeadOptions } from './action-heads.js';
import { ActorCritic, type ActorCriticOptions, type HiddenSizes } from './actor-critic.js';
import type { PredictOptions } from './agent.js';
import type { BaseConfig } from './base-agent.js';
import { EnvAgent, type EnvSource } from './env-agent.js';
import type { Features } from './features/extractor.js';
import { extractor } from './features/index.js';
import type { ActivationName } from './networks.js';
import { InputNormalizer } from './normalization.js';
import { type OwnParts, requireParts } from './own-parts.js';

export interface ActorCriticConfig
  extends BaseConfig,
    Pick<HeadOptions, 'actionStd' | 'logStdInit' | 'squashActions'> {
  gamma: number;
  features: Features;
  shareFeatures: boolean;
  hiddenSizes: HiddenSizes;
  activation: ActivationName;
  orthoInit: boolean;
  normalizeObservations: boolean;
  learningRate: ScheduleSpec;
}

/** Network inputs for several states at once. */
interface Inputs {
  states: Tensor;
  mask: Tensor | undefined;
}

export abstract class ActorCriticAgent<
  C extends ActorCriticConfig,
  O = unknown,
  A = unknown,
> extends EnvAgent<C, O, A> {
  readonly policy: ActorCritic;
  protected abstract readonly optimizer: Optimizer;
  /** Flags per action mask, 0 when the environment has none. */
  protected readonly maskSize: number;
  protected readonly normalizer: InputNormalizer | undefined;
  private readonly acting: Inputs;
  private predicting: Inputs;

  constructor(
    env: EnvSource,
    options: unknown,
    own: OwnParts,
    critic: (config: C) => ActorCriticOptions['critic'],
  ) {
    super(env, options);
    requireParts(this.algo, own, ['extractor', 'head', 'hooks']);
    const { config } = this;
    const rng = this.rng.init;
    const space = this.env.singleObservationSpace;
    const continuous = this.env.singleActionSpace instanceof Box;
    this.requireRead(({ actionStd }) => ({
      actionStd: [continuous, 'continuous actions'],
      logStdInit: [continuous, 'continuous actions'],
      squashActions: [continuous, 'continuous actions'],
      sdeSampleFreq: [actionStd === 'sde', 'actionStd "sde"'],
    }));
    this.policy = this.parts.network(
      'policy',
      this.makePolicy({
        ...config,
        critic: critic(config),
        rng,
        makeExtractor: () => own.extractor?.(space, rng) ?? extractor(space, config.features, rng),
        makeHead: own.head,
      }),
    );
    this.maskSize = this.env.actionMasks ? this.policy.head.maskSize : 0;
    if (config.normalizeObservations) {
      this.normalizer = this.parts.state('normalizer', InputNormalizer.for(this.encoder));
    }
    this.acting = this.inputs(this.env.numEnvs);
    this.predicting = this.acting;
  }

  /** Called once by the constructor; subclasses have no fields of their own yet. */
  protected makePolicy(options: ActorCriticOptions): ActorCritic {
    return new ActorCritic(this.env.singleActionSpace, options);
  }

  /** Space of observations as memories store them: as the policy saw them where they are normalised, else packed. */
  protected get storedSpace(): Space {
    // The statistics move on: what was normalised once must not be again.
    if (!this.normalizer) return this.env.singleObservationSpace;
    return new Box({ low: -Infinity, high: Infinity, shape: [this.encoder.size] }) as Space;
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

  protected encodeInto(states: Tensor, observations: PackedArray, isNew = false): Tensor {
    const rows = states.shape[0]!;
    const inputs = states.data as Float32Array;
    this.encoder.encodeRows(observations, rows, inputs);
    if (isNew) this.normalizer?.statistics.update(inputs, rows, this.env.alive);
    this.normalizer?.apply(inputs, rows);
    return states;
  }

  /** The environment's action masks as network input; `undefined` when it has none. */
  protected encodeMask(): Tensor | undefined {
    if (this.maskSize === 0) return undefined;
    const { actionMasks, numEnvs } = this.env as Required<VectorEnv>;
    this.requireMasks(actionMasks, numEnvs);
    this.acting.mask!.data.set(actionMasks);
    return this.acting.mask;
  }

  /** Most probable actions; with `deterministic: false`, samples of the policy. */
  predictBatch(
    observations: PackedArray,
    count: number,
    out: PackedArray,
    options: PredictOptions = {},
  ): void {
    const { states, mask } = this.prepare(observations, count, options.actionMask);
    this.policy.head.toEnv(this.choose(states, mask, options), count, out);
  }

  private prepare(observations: PackedArray, count: number, actionMask: Uint8Array | undefined): Inputs {
    if (this.predicting.states.shape[0] !== count) this.predicting = this.inputs(count);
    const { states, mask } = this.predicting;
    this.encodeInto(states, observations);
    if (!mask || !actionMask) return { states, mask: undefined };
    this.requireMasks(actionMask, count);
    mask.data.set(actionMask);
    return { states, mask };
  }

  /** Actions of the policy as drawn, for somebody who plays with it. */
  protected choose(
    states: Tensor,
    mask: Tensor | undefined,
    { deterministic = true }: PredictOptions,
  ): Float32Array {
    return this.policy.act(states, this.rng.policy, { mask, deterministic }).actions;
  }

  /** π(·|s) of one observation; its tensors are valid within the surrounding `scope`. */
  distribution(observation: O, { actionMask }: Pick<PredictOptions, 'actionMask'> = {}): Distribution {
    const packed = packObservation(
      this.env.singleObservationSpace,
      observation,
      'The observation of distribution()',
    );
    const { states, mask } = this.prepare(packed, 1, actionMask);
    return noGrad(() => this.policy.distribution(states, mask));
  }

  /** π(a|s) of every action of a Discrete space. @throws UserError for other action spaces. */
  actionProbabilities(observation: O, options?: Pick<PredictOptions, 'actionMask'>): Float32Array {
    const { singleActionSpace: space } = this.env;
    if (!(space instanceof Discrete)) {
      throw new UserError(
        `actionProbabilities: ${space} has no list of actions; use distribution(observation).`,
      );
    }
    return scope(() => {
      const distribution = this.distribution(observation, options);
      const actions = Int32Array.from({ length: space.n }, (_, a) => a);
      return Float32Array.from(actions, (a) =>
        Math.exp(distribution.logProb(tensor(Int32Array.of(a))).item()),
      );
    });
  }

  /** Sets what follows a schedule, once before each update. */
  protected applySchedules(): void {
    this.optimizer.lr = scheduleValue(this.config.learningRate, this.progress);
  }

  status(): Record<string, number> {
    return { lr: this.optimizer.lr };
  }
}
