// What algorithms that learn from replay share: collect a few steps, store them, take gradient steps.
import type { Env, VectorEnv } from '../envs/index.js';
import { ReplayBuffer } from '../memory/index.js';
import { allocatePacked, type PackedArray } from '../spaces/index.js';
import type { Snapshot, TypedArray } from './agent.js';
import { BaseAgent, type BaseConfig } from './base.js';

export interface OffPolicyConfig extends BaseConfig {
  bufferSize: number;
  batchSize: number;
  learningStarts: number;
  trainFreq: number;
  gradientSteps: number;
  logInterval: number;
}

const REPLAY_PREFIX = 'replay.';

export abstract class OffPolicyAgent<C extends OffPolicyConfig> extends BaseAgent<C> {
  readonly replay: ReplayBuffer;
  protected readonly actions: PackedArray;
  protected readonly indices: Int32Array;
  /** Observations acted on, kept because the environment overwrites its array. */
  private readonly before: PackedArray;
  private lossSum = 0;
  private lossCount = 0;
  protected updates = 0;

  constructor(env: string | Env | VectorEnv, config: Readonly<C>) {
    super(env, config);
    const { singleObservationSpace: observations, singleActionSpace: actions, numEnvs } = this.env;
    this.replay = new ReplayBuffer(config.bufferSize, {
      observationSize: observations.packedSize,
      observationType: observations.packedType,
      actionSize: actions.packedSize,
      actionType: actions.packedType,
    });
    this.actions = allocatePacked(actions.packedType, numEnvs * actions.packedSize);
    this.before = allocatePacked(observations.packedType, numEnvs * observations.packedSize);
    this.indices = new Int32Array(config.batchSize);
  }

  /** Fills `this.actions` with exploring actions for `this.env.observations`. */
  protected abstract explore(): void;
  /** One gradient step on the transitions in `this.indices`; returns the loss. */
  protected abstract update(): number;
  /** Runs after every environment step, e.g. to synchronise a target network. */
  protected abstract afterStep(): void;

  protected iterate(maxSteps: number): void {
    const { trainFreq, gradientSteps, learningStarts, batchSize } = this.config;
    const { numEnvs } = this.env;
    let collected = 0;
    while (collected < trainFreq * numEnvs && collected < maxSteps) {
      this.collectStep();
      collected += numEnvs;
    }
    if (this.numTimesteps <= learningStarts || this.replay.size < batchSize) return;
    const updates = gradientSteps === -1 ? collected : gradientSteps;
    for (let i = 0; i < updates; i++) {
      this.replay.sampleIndices(this.rng.replay, this.indices);
      this.updates++;
      this.lossSum += this.update();
      this.lossCount++;
    }
  }

  private collectStep(): void {
    const { env, replay } = this;
    this.before.set(env.observations as Float32Array);
    this.explore();
    env.step(this.actions);
    for (let i = 0; i < env.numEnvs; i++) {
      const done = env.terminated[i] === 1 || env.truncated[i] === 1;
      // A cut episode (truncated) still has a future: only `terminated` stops the bootstrap.
      const next = done ? env.finalObservations : env.observations;
      replay.add(this.before, this.actions, env.rewards[i], next, env.terminated[i] === 1, i);
    }
    this.recordStep();
    this.afterStep();
  }

  protected override onEpisode(): void {
    if (this.numEpisodes % this.config.logInterval !== 0) return;
    this.log({ ...this.trainMetrics(), 'train/n_updates': this.updates });
    this.lossSum = 0;
    this.lossCount = 0;
  }

  /** Mean loss since the last row, and what the algorithm adds. */
  protected trainMetrics(): Record<string, number> {
    return this.lossCount > 0 ? { 'train/loss': this.lossSum / this.lossCount } : {};
  }

  protected saveLearner(): Snapshot {
    const replay = this.replay.saveState();
    const { updates, lossSum, lossCount } = this;
    return {
      meta: { updates, lossSum, lossCount, replay: replay.meta },
      arrays: Object.fromEntries(
        Object.entries(replay.arrays).map(([name, array]) => [REPLAY_PREFIX + name, array as TypedArray]),
      ),
    };
  }

  protected loadLearner({ meta, arrays }: Snapshot): void {
    this.updates = meta.updates as number;
    this.lossSum = meta.lossSum as number;
    this.lossCount = meta.lossCount as number;
    const stored = Object.entries(arrays)
      .filter(([name]) => name.startsWith(REPLAY_PREFIX))
      .map(([name, array]) => [name.slice(REPLAY_PREFIX.length), array as PackedArray]);
    this.replay.loadState({
      meta: meta.replay as Record<string, unknown>,
      arrays: Object.fromEntries(stored),
    });
  }
}
