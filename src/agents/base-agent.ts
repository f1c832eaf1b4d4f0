// What every learner shares, with or without networks and an environment: its configuration, parts, budget and loop.
import { joined } from '../io/safetensors.js';
import { joinSnapshots, type Snapshot, splitSnapshot } from '../io/snapshot.js';
import { type Generator, streams } from '../random/index.js';
import type { PackedArray } from '../spaces/index.js';
import type {
  Agent,
  Callback,
  EpisodeSummary,
  LearnOptions,
  Metrics,
  PredictOptions,
  SaveOptions,
  TrainingContext,
  WeightArray,
} from './agent.js';
import { agentParts, requireAlgorithm, restoreAgent, savedAgent } from './agent-bytes.js';
import { type Budget, parseBudget } from './budget.js';
import { type AgentSpec, parseConfig, type ReadRules, requireMutable, requireRead } from './config.js';
import { explainDivergence } from './diagnosis.js';
import type { EnvSource } from './env-agent.js';
import type { OwnParts } from './own-parts.js';
import { Parts } from './parts.js';
import { breathe, requireCallbacks, trainingContext } from './training-context.js';

/** How long `learn` may hold the event loop before it lets timers and signals run, in milliseconds. */
const YIELD_INTERVAL = 20;

/** Named random streams of a run; each algorithm draws from those it needs. */
export const STREAMS = ['env', 'policy', 'replay', 'init', 'noise'] as const;

export interface BaseConfig {
  seed: number;
}

/**
 * The base of all agents. A subclass has a static `spec`, registers what it is made of in `parts`, and learns in
 * `iterate`; everything else (budget, callbacks, saving, loading, exact resume) follows.
 */
export abstract class BaseAgent<C extends BaseConfig = BaseConfig, O = unknown, A = unknown>
  implements Agent<O, A>
{
  /** Name, hyperparameters, and which of them may change during training. */
  static readonly spec: AgentSpec;
  readonly parts = new Parts();
  readonly config: Readonly<C>;
  protected readonly rng: Record<(typeof STREAMS)[number], Generator>;
  /** What training has taken so far, and what it is to take in all. */
  protected readonly count = this.parts.counters('count', { steps: 0, episodes: 0, iterations: 0 });
  protected budget: Budget = { amount: 0, unit: 'steps' };
  private finished: EpisodeSummary[] = [];
  private rows: Metrics[] = [];
  private readonly spec: AgentSpec;
  /** Which hyperparameters count, as others are set. */
  private readonly readRules: ((config: never) => ReadRules)[] = [];

  constructor(options: unknown) {
    this.spec = (this.constructor as typeof BaseAgent).spec;
    this.config = parseConfig(this.spec.id, this.spec.schema, options) as unknown as C;
    this.rng = streams(this.config.seed, STREAMS);
    for (const name of STREAMS) {
      const stream = this.rng[name];
      this.parts.state(`rng-${name}`, {
        saveState: () => ({ meta: { state: stream.getState() }, arrays: {} }),
        loadState: ({ meta }) => stream.setState(meta.state as ReturnType<Generator['getState']>),
      });
    }
  }

  get algo(): string {
    return this.spec.id;
  }

  get numTimesteps(): number {
    return this.count.steps;
  }

  get numEpisodes(): number {
    return this.count.episodes;
  }

  get numIterations(): number {
    return this.count.iterations;
  }

  /**
   * Learns a little: some environment steps (at most `maxSteps`) and the updates that follow them, a generation, a pass
   * over a data set. A promise when threads do it.
   */
  protected abstract iterate(maxSteps: number): void | Promise<void>;
  abstract predict(observation: O, options?: PredictOptions): A;
  abstract predictBatch(
    observations: PackedArray,
    count: number,
    out: PackedArray,
    options?: PredictOptions,
  ): void;
  abstract status(): Record<string, number>;

  /**
   * Called before the first step.
   *
   * @param _isWhole false: more may follow, as `learn` may be called again
   * @throws UserError when training with this budget could never learn anything.
   */
  requireTrainable(_budget: Budget, _isWhole = true): void {}

  /** Called when training begins or goes on. */
  protected start(): void {}

  /**
   * Trains until the budget, counted from the start of training, is used up. Calling it again with a larger one goes on
   * where it stopped.
   */
  async learn(options: LearnOptions): Promise<this> {
    const budget = parseBudget(options);
    const callbacks = requireCallbacks(options.callbacks);
    this.budget = budget;
    if (this.elapsed < budget.amount) this.requireTrainable(budget, false);
    const context = trainingContext(this, budget, callbacks);
    let failure: unknown;
    try {
      for (const callback of callbacks) await callback.onTrainingStart?.(context);
      this.start();
      this.parts.eval();
      let lastYield = performance.now();
      while (context.stopReason === undefined && this.elapsed < budget.amount) {
        const steps = this.iterate(budget.unit === 'steps' ? budget.amount - this.count.steps : Infinity);
        if (steps) await steps;
        this.count.iterations++;
        this.deliver(callbacks, context);
        for (const callback of callbacks) {
          const pending = callback.onIteration?.(context);
          if (pending) await pending;
        }
        if (performance.now() - lastYield > YIELD_INTERVAL) {
          await breathe();
          lastYield = performance.now();
        }
      }
    } catch (error) {
      failure = explainDivergence(error, this.parts.networks);
      throw failure;
    } finally {
      for (const callback of callbacks) await callback.onTrainingEnd?.(context, failure);
    }
    return this;
  }

  /** What of the budget is used, in its unit. */
  protected get elapsed(): number {
    return this.count[this.budget.unit];
  }

  /** Share of the training that is done, in [0, 1]. */
  get progress(): number {
    return this.budget.amount > 0 ? Math.min(this.elapsed / this.budget.amount, 1) : 0;
  }

  setConfig(changes: Record<string, unknown>): void {
    requireMutable(this.spec, changes);
    const config = parseConfig(this.spec.id, this.spec.schema, {
      ...this.config,
      ...changes,
    }) as unknown as C;
    for (const rules of this.readRules) this.checkRead(config, rules as (config: Readonly<C>) => ReadRules);
    (this as { config: Readonly<C> }).config = config;
  }

  /** Draws other random numbers from here on: those of another seed. */
  reseed(seed: number): void {
    const others = streams(seed, STREAMS);
    for (const name of STREAMS) this.rng[name].setState(others[name].getState());
  }

  /** Refuses hyperparameters that differ from their default where they have no effect, now and when they change. */
  protected requireRead(rules: (config: Readonly<C>) => ReadRules): void {
    this.checkRead(this.config, rules);
    this.readRules.push(rules);
  }

  private checkRead(config: Readonly<C>, rules: (config: Readonly<C>) => ReadRules): void {
    requireRead(this.spec, config as unknown as Record<string, unknown>, rules(config));
  }

  /** Counts a finished episode and queues it for the callbacks. */
  protected recordEpisode(episode: EpisodeSummary): void {
    this.count.episodes++;
    this.finished.push(episode);
  }

  /** Queues a row of metrics for the callbacks. */
  protected log(metrics: Metrics): void {
    this.rows.push(metrics);
  }

  private deliver(callbacks: readonly Callback[], context: TrainingContext): void {
    if (this.finished.length > 0) {
      for (const episode of this.finished)
        for (const callback of callbacks) callback.onEpisodeEnd?.(context, episode);
      this.finished = [];
    }
    if (this.rows.length > 0) {
      for (const row of this.rows)
        for (const callback of callbacks) callback.onMetrics?.(context, this.numTimesteps, row);
      this.rows = [];
    }
  }

  weights(): Record<string, WeightArray> {
    return this.parts.weights();
  }

  loadWeights(weights: Record<string, WeightArray>): void {
    this.parts.loadWeights(weights);
  }

  saveState(options?: SaveOptions): Snapshot {
    const { budget, config } = this;
    return joinSnapshots({ budget, config }, { parts: this.parts.saveState(options) });
  }

  loadState(snapshot: Snapshot): void {
    const { meta, parts } = splitSnapshot(snapshot);
    this.loadParts(meta, parts.parts!);
  }

  /** @param sameEnvs false: what belongs to running episodes starts afresh */
  protected loadParts({ budget, config }: Record<string, unknown>, parts: Snapshot, sameEnvs = true): void {
    this.budget = budget as Budget;
    const saved = config as Record<string, unknown>;
    const own = this.config as unknown as Record<string, unknown>;
    const changed = this.spec.mutable.filter(
      (key) => JSON.stringify(saved[key]) !== JSON.stringify(own[key]),
    );
    if (changed.length > 0) this.setConfig(Object.fromEntries(changed.map((key) => [key, saved[key]])));
    this.parts.loadState(parts, { sameEnvs });
  }

  toBytes(options: SaveOptions = {}): Uint8Array {
    return joined(this.fileParts(options));
  }

  private fileParts(options: SaveOptions): Uint8Array[] {
    const { perEnv = [] } = this.spec;
    const config = Object.entries(this.config).filter(([key]) => !perEnv.includes(key));
    return agentParts(this, Object.fromEntries(config), options);
  }

  async save(path: string, options: SaveOptions = {}): Promise<void> {
    const { writeFileAtomic } = await import('../io/files.js');
    writeFileAtomic(path, this.fileParts(options));
  }

  /**
   * Reads an agent written by `save` (Node only).
   *
   * @param env what it acts in from now on; default: the environment it was saved with, made by its id
   */
  static async load<T extends BaseAgent>(
    this: { new (...args: never[]): T; readonly spec: AgentSpec },
    path: string,
    env?: EnvSource,
    parts: OwnParts = {},
  ): Promise<T> {
    const { readSafetensorsFile } = await import('../io/safetensors-file.js');
    const saved = savedAgent(readSafetensorsFile(path), path);
    // biome-ignore lint/complexity/noThisInStatic: the class that load is called on
    requireAlgorithm(saved, this.spec.id, path);
    const where = env ?? saved.env?.();
    // biome-ignore lint/complexity/noThisInStatic: the class that load is called on
    const Create = this as unknown as new (...args: unknown[]) => T;
    const agent = where === undefined ? new Create(saved.config) : new Create(where, saved.config, parts);
    restoreAgent(agent, saved, path);
    return agent;
  }

  summary(): string {
    return this.parts.summary();
  }

  /** Gives the memory of the networks back at once; the agent cannot be used any more. */
  dispose(): void {
    this.parts.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}
