// What agents share that evolve: a policy as a vector, the fitness of each individual, one generation after the other.
import { UserError } from '../../io/errors.js';
import { Generator, SeedSequence } from '../../random/index.js';
import type { PackedArray } from '../../spaces/index.js';
import { ActorCritic } from '../actor-critic.js';
import type { LearnOptions, PredictOptions, Snapshot, WeightArray } from '../agent.js';
import type { BaseConfig } from '../base-agent.js';
import { EnvAgent, type EnvSource } from '../env-agent.js';
import type { Features } from '../features/extractor.js';
import { extractor } from '../features/index.js';
import type { ActivationName } from '../networks.js';
import { InputNormalizer } from '../normalization.js';
import { type OwnParts, requireParts } from '../own-parts.js';
import { EpisodePlayer, recordWidth, type Task } from './episodes.js';
import type { FitnessPool } from './fitness-pool.js';
import { FlatPolicy } from './flat-policy.js';
import { moments } from './ranks.js';
import type { Search } from './search.js';

/** Hyperparameters that say how far a generation goes. */
const STEP_SIZES = ['learningRate', 'stepSize', 'sigma', 'noiseStd', 'extraStd', 'mutationStd'];

export interface EvolutionConfig extends BaseConfig {
  episodes: number;
  commonSeeds: boolean;
  sampleActions: boolean;
  features: Features;
  hiddenSizes: readonly number[];
  activation: ActivationName;
  squashActions: boolean;
  normalizeObservations: boolean;
  workers: number;
  timeout: number;
  retries: number;
  imports: readonly string[];
  logInterval: number;
}

/**
 * The base of evolving agents: a subclass says which search it is. An iteration is a generation, whole also where the
 * budget of steps ends within it.
 *
 * Fitness is the mean return of `episodes` episodes whose seeds follow from run seed, generation and (without
 * `commonSeeds`) index: it is the same wherever it is worked out. A thread that evaluates holds a replica of this agent; it
 * is sent two integers, generation and index, and follows the search by the records of all (`absorb`).
 */
export abstract class EvolutionAgent<
  C extends EvolutionConfig = EvolutionConfig,
  O = unknown,
  A = unknown,
> extends EnvAgent<C, O, A> {
  readonly policy: FlatPolicy;
  readonly search: Search;
  /** Why threads died or hung, if any did. */
  readonly crashes: string[] = [];
  protected readonly normalizer: InputNormalizer | undefined;
  private readonly player: EpisodePlayer;
  private readonly seeds: Record<'episodes' | 'actions', number>;
  private pool: FitnessPool | undefined;
  private fitnessMean = Number.NaN;

  constructor(env: EnvSource, options: unknown, own: OwnParts) {
    super(env, options);
    requireParts(this.algo, own, ['extractor', 'head']);
    const { config, rng } = this;
    const { singleObservationSpace: space, singleActionSpace: actions } = this.env;
    if (this.env.alive) {
      throw new UserError(
        `${this.algo} gives every row of the environment a policy of its own to judge; the rows of this environment are agents of one world, and cannot be judged apart.`,
      );
    }
    this.requireRead(({ workers }) => ({
      squashActions: [actions.kind === 'Box', 'continuous actions'],
      timeout: [workers > 1, 'workers > 1'],
      retries: [workers > 1, 'workers > 1'],
      imports: [workers > 1, 'workers > 1'],
    }));
    const network = this.parts.network(
      'policy',
      new ActorCritic(actions, {
        ...config,
        ...{ critic: 'none', orthoInit: false, shareFeatures: true, actionStd: 'parameter', logStdInit: 0 },
        rng: rng.init,
        makeExtractor: () => own.extractor?.(space, rng.init) ?? extractor(space, config.features, rng.init),
        makeHead: own.head,
      }),
    );
    this.policy = new FlatPolicy(network, actions, config.squashActions);
    if (config.normalizeObservations) {
      this.normalizer = this.parts.state('normalizer', InputNormalizer.for(this.encoder));
    }
    this.seeds = { episodes: rng.env.integers(2 ** 31), actions: rng.policy.integers(2 ** 31) };
    this.search = this.parts.state(
      'search',
      this.makeSearch(this.policy.read(), rng.noise.integers(2 ** 31)),
    );
    this.policy.write(this.search.best);
    this.player = new EpisodePlayer(this.env, this.encoder, this.policy, this.normalizer);
    if (config.workers > 1 && Object.keys(own).length > 0) {
      throw new UserError(
        `workers: threads cannot take along ${Object.keys(own).join(' and ')} of a program; evolve with one.`,
      );
    }
  }

  /** Called once by the constructor; subclasses have no fields of their own yet. */
  protected abstract makeSearch(start: Float32Array, seed: number): Search;

  /** Generations so far. */
  get generation(): number {
    return this.search.generation;
  }

  override async learn(options: LearnOptions): Promise<this> {
    try {
      return await super.learn(options);
    } finally {
      const { pool } = this;
      this.pool = undefined;
      await pool?.close();
    }
  }

  protected async iterate(): Promise<void> {
    const records = this.config.workers > 1 ? await this.evaluateInThreads() : await this.evaluate();
    const { episodes, logInterval } = this.config;
    const width = this.recordWidth;
    for (let at = 0; at < records.length; at += width) {
      const [total, signed] = [records[at]!, records[at + 1]!];
      this.count.steps += Math.abs(signed);
      const episode = { return: total, length: Math.abs(signed), truncated: signed < 0 };
      this.episodes.remember(episode);
      this.recordEpisode({ ...episode, env: 0, step: this.count.steps });
    }
    const fitness = this.fitness(records);
    const measured = this.absorb(records);
    this.policy.write(this.search.best);
    this.requireFinite();
    const { mean, std } = moments(fitness);
    this.fitnessMean = mean;
    if (this.generation % logInterval !== 0) return;
    this.log({
      'train/generation': this.generation,
      'train/fitness_mean': mean,
      'train/fitness_std': std,
      'train/fitness_max': Math.max(...fitness),
      'train/fitness_min': Math.min(...fitness),
      'train/n_evaluations': this.generation * this.search.populationSize * episodes,
      ...measured,
    });
  }

  private requireFinite(): void {
    const bad = this.policy.read().findIndex((weight) => !Number.isFinite(weight));
    if (bad === -1) return;
    const steps = STEP_SIZES.filter((name) => name in this.config);
    throw new UserError(
      `Training diverged: the weight ${bad} of ${this.policy.size} is no longer finite after generation ${this.generation}. Lower ${steps.join(' or ')}; the last checkpoint is intact.`,
      { kind: 'failure' },
    );
  }

  private async evaluateInThreads(): Promise<Float64Array> {
    const { FitnessPool } = await import('./fitness-pool.js');
    this.pool ??= new FitnessPool(this);
    return this.pool.evaluate();
  }

  /** Numbers of the record of one episode. */
  get recordWidth(): number {
    return recordWidth(this.normalizer ? this.encoder.size : 0);
  }

  /**
   * Plays the episodes of individuals `from` … `to - 1` of this generation: the records of all their episodes, one
   * after the other.
   */
  async evaluate(from = 0, to = this.search.populationSize): Promise<Float64Array> {
    const { episodes } = this.config;
    const records = new Float64Array((to - from) * episodes * this.recordWidth);
    await this.player.play(this.tasks(from, to, records));
    return records;
  }

  private *tasks(from: number, to: number, records: Float64Array): Iterator<Task> {
    const { episodes, commonSeeds, sampleActions } = this.config;
    const { generation, recordWidth: width } = this;
    const individual = new Float64Array(this.policy.size);
    for (let index = from, at = 0; index < to; index++) {
      this.search.individual(index, individual);
      const vector = Float32Array.from(individual);
      for (let episode = 0; episode < episodes; episode++, at += width) {
        const key = [generation, episode, ...(commonSeeds ? [] : [index])];
        yield {
          vector,
          seed: new SeedSequence(this.seeds.episodes, key).generateState(1)[0]!,
          rng: sampleActions
            ? new Generator(new SeedSequence(this.seeds.actions, [generation, index, episode]))
            : undefined,
          record: records.subarray(at, at + width),
        };
      }
    }
  }

  /** Mean return of each individual. */
  private fitness(records: Float64Array): Float64Array {
    const { episodes } = this.config;
    const width = this.recordWidth;
    return Float64Array.from({ length: this.search.populationSize }, (_, i) => {
      let sum = 0;
      for (let e = 0; e < episodes; e++) sum += records[(i * episodes + e) * width]!;
      return sum / episodes;
    });
  }

  /** Takes the records of a whole generation into search and statistics; every replica does the same. */
  absorb(records: Float64Array): Record<string, number> {
    const { normalizer, recordWidth: width } = this;
    const measured = this.search.tell(this.fitness(records));
    if (!normalizer) return measured;
    const size = this.encoder.size;
    for (let at = 0; at < records.length; at += width) {
      const mean = records.subarray(at + 2, at + 2 + size);
      const squares = records.subarray(at + 2 + size, at + width);
      normalizer.statistics.merge(Math.abs(records[at + 1]!), mean, squares);
    }
    return measured;
  }

  predictBatch(
    observations: PackedArray,
    count: number,
    out: PackedArray,
    { deterministic = true, actionMask }: PredictOptions = {},
  ): void {
    this.requireMasks(actionMask, count);
    const states = new Float32Array(count * this.encoder.size);
    this.encoder.encodeRows(observations, count, states);
    this.normalizer?.apply(states, count);
    const drawn: number[] = [];
    const mask = this.policy.network.head.maskSize > 0 ? actionMask : undefined;
    const rng = deterministic ? undefined : this.rng.policy;
    this.policy.act(this.policy.read(), states, count, drawn, { mask, rng });
    this.policy.network.head.toEnv(drawn, count, out);
  }

  override loadWeights(weights: Record<string, WeightArray>): void {
    super.loadWeights(weights);
    this.search.restart(this.policy.read());
    this.pool?.forget();
  }

  override loadState(snapshot: Snapshot): void {
    super.loadState(snapshot);
    this.pool?.forget();
  }

  override setConfig(changes: Record<string, unknown>): void {
    super.setConfig(changes);
    this.pool?.forget();
  }

  status(): Record<string, number> {
    return { generation: this.generation, fitness: this.fitnessMean };
  }
}
