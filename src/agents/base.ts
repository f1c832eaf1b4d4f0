// The training loop every algorithm shares: iterate, deliver episodes and metrics to callbacks, let the event loop breathe.
import { asVectorEnv, type Env, type VectorEnv } from '../envs/index.js';
import { UserError } from '../io/errors.js';
import { type Generator, streams } from '../random/index.js';
import { allocatePacked, type PackedArray } from '../spaces/index.js';
import type {
  Agent,
  Callback,
  EpisodeSummary,
  LearnOptions,
  Metrics,
  PredictOptions,
  Snapshot,
  TrainingContext,
  WeightArray,
} from './agent.js';
import { loadAgentFile, saveAgentFile } from './agent-file.js';
import { EpisodeTracker } from './episode-tracker.js';
import { ObservationEncoder } from './observation-encoder.js';

/** How long `learn` may hold the event loop before it lets timers and signals run, in milliseconds. */
const YIELD_INTERVAL = 20;

/** Named random streams of a run; each algorithm draws from those it needs. */
export const STREAMS = ['env', 'policy', 'replay', 'init', 'noise'] as const;

export interface BaseConfig {
  seed: number;
  gamma: number;
}

export abstract class BaseAgent<C extends BaseConfig> implements Agent {
  abstract readonly algo: string;
  readonly env: VectorEnv;
  readonly encoder: ObservationEncoder;
  numTimesteps = 0;
  numEpisodes = 0;
  protected totalSteps = 0;
  protected readonly rng: Record<(typeof STREAMS)[number], Generator>;
  protected readonly episodes: EpisodeTracker;
  private started = false;
  private finished: EpisodeSummary[] = [];
  private rows: Metrics[] = [];

  constructor(
    env: string | Env | VectorEnv,
    readonly config: Readonly<C>,
  ) {
    this.env = asVectorEnv(env);
    if (this.env.autoreset !== 'same-step') {
      throw new UserError(
        `Agents need a vector environment that resets within the step (autoreset 'same-step'), got '${this.env.autoreset}': ` +
          'elsewhere the terminal observation is lost.',
      );
    }
    this.encoder = new ObservationEncoder(this.env.singleObservationSpace);
    this.rng = streams(config.seed, STREAMS);
    this.episodes = new EpisodeTracker(this.env.numEnvs);
  }

  /** Some environment steps (at most `maxSteps`) and the updates that follow them; a promise when threads take them. */
  protected abstract iterate(maxSteps: number): void | Promise<void>;

  abstract predictBatch(
    observations: PackedArray,
    count: number,
    out: PackedArray,
    options?: PredictOptions,
  ): void;
  abstract weights(): Record<string, WeightArray>;
  abstract loadWeights(weights: Record<string, WeightArray>): void;
  abstract status(): Record<string, number>;
  /** What an algorithm adds to the snapshot: optimiser, memory, its own counters. */
  protected abstract saveLearner(): Snapshot;
  protected abstract loadLearner(snapshot: Snapshot): void;

  /**
   * Trains until `totalSteps` environment steps have been taken since the start of training.
   * Calling it again with a larger total goes on where it stopped.
   */
  async learn({ totalSteps, callbacks = [] }: LearnOptions): Promise<this> {
    this.totalSteps = totalSteps;
    let stopped = false;
    const context: TrainingContext = {
      agent: this,
      totalSteps,
      stop: () => {
        stopped = true;
      },
    };
    let failure: unknown;
    try {
      for (const callback of callbacks) await callback.onTrainingStart?.(context);
      this.start();
      let lastYield = performance.now();
      while (!stopped && this.numTimesteps < totalSteps) {
        const steps = this.iterate(totalSteps - this.numTimesteps);
        if (steps) await steps;
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
      failure = error;
      throw error;
    } finally {
      for (const callback of callbacks) await callback.onTrainingEnd?.(context, failure);
    }
    return this;
  }

  /** Action for one observation of the single environment: an index, or an array for other action spaces. */
  predict(observation: unknown, options: PredictOptions = {}): unknown {
    const { singleObservationSpace: space, singleActionSpace: actions } = this.env;
    const packed = allocatePacked(space.packedType, space.packedSize);
    space.pack(observation, packed, 0);
    const out = allocatePacked(actions.packedType, actions.packedSize);
    this.predictBatch(packed, 1, out, options);
    return actions.unpack(out, 0);
  }

  saveState(): Snapshot {
    const learner = this.saveLearner();
    return {
      meta: {
        numTimesteps: this.numTimesteps,
        numEpisodes: this.numEpisodes,
        started: this.started,
        rng: Object.fromEntries(STREAMS.map((name) => [name, this.rng[name].getState()])),
        episodes: this.episodes.saveState(),
        env: this.env.saveState?.() ?? null,
        learner: learner.meta,
      },
      arrays: learner.arrays,
    };
  }

  loadState({ meta, arrays }: Snapshot): void {
    this.numTimesteps = meta.numTimesteps as number;
    this.numEpisodes = meta.numEpisodes as number;
    this.started = meta.started as boolean;
    const rng = meta.rng as Record<string, Parameters<Generator['setState']>[0]>;
    for (const name of STREAMS) this.rng[name].setState(rng[name]);
    this.episodes.loadState(meta.episodes as ReturnType<EpisodeTracker['saveState']>);
    this.loadLearner({ meta: meta.learner as Record<string, unknown>, arrays });
    if (meta.env && this.env.loadState) this.env.loadState(meta.env as Record<string, unknown>);
    else {
      // An environment that cannot save itself starts new episodes; everything else goes on exactly.
      this.started = false;
      this.episodes.abandon();
      this.abandonEpisodes();
    }
  }

  /** Writes weights, configuration and full training state into one safetensors file. */
  save(path: string): Promise<void> {
    return saveAgentFile(path, this);
  }

  /** Restores what `save` wrote into this agent (made with the same configuration and spaces). */
  async restore(path: string): Promise<this> {
    await loadAgentFile(path, this);
    return this;
  }

  /** Share of the training that is done, in [0, 1]. */
  protected get progress(): number {
    return this.totalSteps > 0 ? Math.min(this.numTimesteps / this.totalSteps, 1) : 0;
  }

  /** Rewards, flags and bookkeeping of one step of all sub-environments. */
  protected recordStep(): void {
    const { numEnvs, rewards, terminated, truncated } = this.env;
    this.numTimesteps += numEnvs;
    for (let i = 0; i < numEnvs; i++) {
      const done = terminated[i] === 1 || truncated[i] === 1;
      const episode = this.episodes.add(i, rewards[i], done);
      if (episode)
        this.recordEpisode({ ...episode, truncated: terminated[i] === 0, env: i, step: this.numTimesteps });
    }
  }

  /** Counts a finished episode and queues it for the callbacks. */
  protected recordEpisode(episode: EpisodeSummary): void {
    this.numEpisodes++;
    this.finished.push(episode);
    this.onEpisode();
  }

  /** Forgets what belongs to unfinished episodes, whose ends will never be seen. */
  protected abandonEpisodes(): void {}

  /** Called at each episode end, before callbacks hear of it. */
  protected onEpisode(): void {}

  /** Queues a row of metrics for the callbacks. */
  protected log(metrics: Metrics): void {
    this.rows.push({ ...this.episodes.metrics(), 'rollout/episodes': this.numEpisodes, ...metrics });
  }

  protected start(): void {
    if (this.started) return;
    this.env.reset({ seed: this.rng.env.integers(0, 2 ** 31) });
    this.started = true;
  }

  private deliver(callbacks: Callback[], context: TrainingContext): void {
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
}

/** Lets timers, signals and messages run; Node's `setImmediate` costs microseconds where a timer costs a millisecond. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
