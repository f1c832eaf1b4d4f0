// The loop of learners from replay: collect a few steps, store them, take gradient steps on draws from the memory.
import { UserError } from '../io/errors.js';
import {
  type ColumnSpec,
  type Dataset,
  ReplayMemory,
  type Sampler,
  type SamplerContext,
  type Transitions,
} from '../memory/index.js';
import type { PackedArray } from '../spaces/index.js';
import type { Tensor } from '../tensor/index.js';
import type { Metrics } from './agent.js';
import type { Budget } from './budget.js';
import { EnvAgent, type EnvSource } from './env-agent.js';
import type { Features } from './features/extractor.js';
import { channelsOf } from './features/index.js';
import type { Intrinsic } from './intrinsic/definition.js';
import { intrinsicHook } from './intrinsic/index.js';
import { MeanMetrics } from './mean-metrics.js';
import { requireBatch, requireRoom, requireStep, rowBytes } from './memory-size.js';
import { NetworkInputs } from './network-inputs.js';
import { InputNormalizer } from './normalization.js';
import {
  collectingRules,
  LOG_STEPS,
  learnStatistics,
  requireFittingDataset,
  requireMasked,
  requireOfflineBudget,
} from './offline.js';
import { requireOverlap } from './overlap.js';
import { type Hook, type OwnParts, requireParts } from './own-parts.js';
import { ReachedStates } from './reached-states.js';
import { followsEpisodes, makeSampler, type SamplingConfig, samplingRules } from './samplers.js';
import { mostSteps, requireLearning } from './trainable.js';
import { type TransitionBatch, TransitionBatches } from './transition-batch.js';

/** `offPolicyShape` holds all of it; an algorithm with a schema of its own may leave out what is optional. */
export interface OffPolicyConfig extends SamplingConfig {
  seed: number;
  gamma: number;
  features: Features;
  bufferSize: number;
  batchSize: number;
  learningStarts: number;
  trainFreq: number;
  gradientSteps: number;
  logInterval: number;
  overlap?: boolean;
  normalizeObservations?: boolean;
  intrinsic?: Intrinsic;
}

/** What an update found. */
export interface Update {
  metrics: Metrics;
  /** Absolute TD error per row, when the batch asked for it (`wantsErrors`). */
  errors?: ArrayLike<number>;
}

export abstract class OffPolicyAgent<C extends OffPolicyConfig, O = unknown, A = unknown> extends EnvAgent<
  C,
  O,
  A
> {
  readonly memory: ReplayMemory;
  /** What is learnt from in place of an environment, if anything. */
  readonly dataset: Dataset | undefined;
  protected readonly sampler: Sampler;
  /** Of network inputs; the memory holds what the environment showed. */
  protected readonly normalizer: InputNormalizer | undefined;
  private readonly inputs: NetworkInputs;
  private readonly batches: TransitionBatches;
  private readonly hooks: readonly Hook[];
  /** Where a hook hears of them. */
  private readonly reached: ReachedStates | undefined;
  /** Gradient steps so far. */
  protected readonly learnt = this.parts.counters('learnt', { updates: 0 });
  /** What gradient steps measured since the last row of metrics. */
  private readonly measured = this.parts.state('measured', new MeanMetrics());

  constructor(env: EnvSource, options: unknown, parts: OwnParts = {}) {
    super(env, options);
    requireParts(this.algo, parts, ['extractor', 'head', 'sampler', 'hooks', 'dataset']);
    const { sampler, hooks = [], dataset } = parts;
    const { config } = this;
    const { bufferSize, batchSize } = config;
    const { singleObservationSpace: observationSpace, singleActionSpace: actionSpace, numEnvs } = this.env;
    this.requireRead((c) => ({ ...samplingRules(c, sampler !== undefined), ...collectingRules(dataset) }));
    this.dataset = dataset;
    const columns = this.memoryColumns();
    if (dataset && Object.keys(columns).length > 0)
      throw new UserError(
        `${this.algo} keeps ${Object.keys(columns).join(', ')} while it acts, which no dataset holds.`,
      );
    if (dataset) {
      requireFittingDataset(dataset, this.env, config);
      requireMasked(dataset, this.env);
    } else {
      requireBatch(bufferSize, batchSize);
      requireStep(bufferSize, numEnvs);
    }
    const memory = new ReplayMemory(dataset?.size ?? bufferSize, {
      observationSpace,
      actionSpace,
      channels: channelsOf(config.features),
      maskSize: this.env.actionMasks || dataset?.columns.actionMasks ? actionSpace.flatdim : 0,
      keepsMasks: this.learnsFromMasks,
      linked: sampler !== undefined || this.followsEpisodes,
      columns,
    });
    // A dataset is read from its file again.
    this.memory = dataset ? memory : this.parts.state('memory', memory, { memory: true });
    const context = this.samplerContext();
    this.sampler = sampler?.(context) ?? this.createSampler(context);
    this.parts.state('sampler', this.sampler, { memory: true });
    if (config.normalizeObservations)
      this.normalizer = this.parts.state('normalizer', InputNormalizer.for(this.encoder));
    this.inputs = new NetworkInputs(this.encoder, this.normalizer, numEnvs);
    this.batches = new TransitionBatches(memory, this.encoder, this.batchRows, {
      wantsErrors: this.sampler.onErrors !== undefined,
      actionSpace,
      normalizer: this.normalizer,
    });
    const intrinsic = intrinsicHook(config.intrinsic);
    if (intrinsic) requireOneStep(config);
    this.hooks = intrinsic ? [intrinsic, ...hooks] : hooks;
    this.registerHooks(this.hooks);
    if (this.hooks.some(({ onSteps }) => onSteps))
      this.reached = new ReachedStates(this.encoder, this.normalizer, numEnvs);
    if (dataset) this.take(dataset);
  }

  private take(dataset: Dataset): void {
    const { sampler, memory, normalizer, encoder } = this;
    dataset.fill(memory, sampler.onAdd && ((row) => sampler.onAdd!(row)), (transitions) =>
      this.stored(transitions),
    );
    if (normalizer) learnStatistics(normalizer, encoder, memory);
  }

  /** Whether updates need the legal actions of states, not of next states alone. */
  protected get learnsFromMasks(): boolean {
    return false;
  }

  /** Columns of the algorithm's own in the memory. It, the one above and the next three are read by the constructor. */
  protected memoryColumns(): Record<string, ColumnSpec> {
    return {};
  }

  protected createSampler(context: SamplerContext): Sampler {
    return makeSampler(this.config, context);
  }

  /** Whether the memory keeps which rows follow each other. */
  protected get followsEpisodes(): boolean {
    return followsEpisodes(this.config);
  }

  /** Rows of a batch: more than it draws where each brings others along. */
  protected get batchRows(): number {
    return this.config.batchSize;
  }

  private samplerContext(): SamplerContext {
    const agent = this;
    return {
      memory: this.memory,
      computeReward: this.env.computeReward?.bind(this.env),
      computeTerminated: this.env.computeTerminated?.bind(this.env),
      get gamma() {
        return agent.config.gamma;
      },
      get progress() {
        return agent.progress;
      },
    };
  }

  /** Network inputs of `count` packed observations, `[count, encoder.size]`; valid until the next call. */
  protected encode(observations: PackedArray, count: number): Tensor {
    return this.inputs.of(observations, count);
  }

  /** Fills `actions` with packed, exploring actions for `observations`. */
  protected abstract explore(observations: PackedArray, actions: PackedArray, masks?: Uint8Array): void;
  /** One gradient step. */
  protected abstract update(batch: TransitionBatch): Update;
  /** Called for every row that a step of environment `env` was written to. */
  protected onStored?(row: number, env: number): void;
  /** Runs after every environment step, e.g. to synchronise a target network. @param before steps taken before it */
  protected afterStep(_before: number): void {}
  /** Runs after every gradient step. */
  protected afterUpdate(): void {}

  override requireTrainable(budget: Budget): void {
    if (this.dataset) {
      requireOfflineBudget(budget);
      return;
    }
    const { config, env } = this;
    if (config.overlap) requireOverlap(env, config);
    const steps = mostSteps(budget, config, env);
    if (budget.unit !== 'episodes')
      requireRoom('bufferSize', Math.min(config.bufferSize, steps), rowBytes(this.memory.specs));
    if (this.learnt.updates === 0) requireLearning(steps, config);
  }

  protected iterate(maxSteps: number): void {
    if (this.dataset) {
      this.iterateOffline();
      return;
    }
    const { trainFreq, overlap } = this.config;
    const { numEnvs } = this.env;
    let collected = numEnvs;
    for (; collected < trainFreq * numEnvs && collected < maxSteps; collected += numEnvs) this.collect();
    this.collect(overlap ? () => this.learnFrom(collected) : undefined);
    if (!overlap) this.learnFrom(collected);
  }

  /** The gradient steps that follow `collected` steps. */
  private learnFrom(collected: number): void {
    const { gradientSteps, learningStarts, batchSize } = this.config;
    if (this.count.steps <= learningStarts || this.memory.size < batchSize) return;
    this.applySchedules();
    this.parts.train();
    for (let i = gradientSteps === -1 ? collected : gradientSteps; i > 0; i--) this.learnOnce();
    this.parts.eval();
  }

  /** One gradient step, which counts as a step. */
  private iterateOffline(): void {
    const before = this.count.steps++;
    this.applySchedules();
    this.parts.train();
    this.learnOnce();
    this.parts.eval();
    this.afterStep(before);
    if (this.count.steps % (LOG_STEPS * this.config.logInterval) === 0) this.logLearning();
  }

  /** Sets what follows a schedule, once before the gradient steps of an iteration. */
  protected applySchedules(): void {}

  /** One step of every environment into the memory. @param meanwhile runs while they step */
  private collect(meanwhile?: () => void): void {
    const { env, collector, memory, sampler, count, normalizer } = this;
    if (normalizer) {
      const seen = this.inputs.raw(env.observations, env.numEnvs).data;
      normalizer.statistics.update(seen, env.numEnvs, env.alive);
    }
    this.explore(env.observations, collector.actions, env.actionMasks);
    const before = count.steps;
    const isHeard = sampler.onAdd !== undefined || this.onStored !== undefined;
    const transitions = this.stepEnvs(meanwhile);
    this.reached?.tell(transitions, this.hooks);
    memory.add(this.stored(transitions), isHeard ? this.heard : undefined);
    this.afterStep(before);
  }

  private readonly heard = (row: number, env: number): void => {
    this.onStored?.(row, env);
    this.sampler.onAdd?.(row);
  };

  /** What the memory keeps of a step. */
  protected stored(transitions: Transitions): Transitions {
    return transitions;
  }

  protected override abandonEpisodes(): void {
    this.memory.episodes?.abandon();
  }

  /** One gradient step on a draw from the memory; errors go back to the sampler. */
  private learnOnce(): void {
    const { sampler, learnt } = this;
    const draw = sampler.draw(this.config.batchSize, this.rng.replay);
    const batch = this.batches.load(draw, this.config.gamma);
    learnt.updates++;
    const row: Metrics = {};
    for (const hook of this.hooks) Object.assign(row, hook.onBatch(batch));
    const { metrics, errors } = this.update(batch);
    if (errors) sampler.onErrors?.(draw.rows, errors);
    this.measured.add(Object.assign(row, metrics));
    this.afterUpdate();
  }

  protected override onEpisode(): void {
    if (this.numEpisodes % this.config.logInterval === 0) this.logLearning();
  }

  private logLearning(): void {
    this.log({
      ...this.trainMetrics(),
      ...this.measured.take(),
      'train/n_updates': this.learnt.updates,
    });
  }

  /** What the algorithm adds to a row of metrics. */
  protected trainMetrics(): Metrics {
    return {};
  }
}

/** @throws UserError where rewards are summed over steps: the bonus is that of a single one. */
function requireOneStep({ nSteps = 1 }: OffPolicyConfig): void {
  if (nSteps === 1) return;
  throw new UserError(
    `nSteps: sums over ${nSteps} steps leave out the bonuses of all but one of them, so that intrinsic needs nSteps 1.`,
  );
}
