// Scales the observations of a vector to mean 0 and variance 1 by running statistics over all its environments.
import { Box, type PackedArray } from '../../spaces/index.js';
import type { EnvState } from '../env.js';
import { requireBox } from '../wrappers/require-box.js';
import { RunningMeanStd, type RunningStatistics } from '../wrappers/running-mean-std.js';
import type { VectorEnv, VectorResetOptions } from './vector-env.js';
import { VectorWrapper } from './vector-wrapper.js';

export interface VectorNormalizeObservationOptions {
  /** Added to the variance (default 1e-8). */
  epsilon?: number;
  /** Largest magnitude of a normalised number (default 10). */
  clip?: number;
  /** Statistics to use and update; give those of the training vector for evaluation. */
  statistics?: RunningMeanStd;
  /** False freezes the statistics (default true). */
  training?: boolean;
}

/**
 * The observation half of Stable-Baselines3's `VecNormalize`: each batch of observations first updates the
 * statistics, then is normalised by them. Terminal observations are normalised but do not count.
 *
 * @example
 * const train = new VectorNormalizeObservation(makeVec('Pendulum-v1', { numEnvs: 4 }));
 * const test = new VectorNormalizeObservation(makeVec('Pendulum-v1'), { statistics: train.statistics, training: false });
 */
export class VectorNormalizeObservation extends VectorWrapper {
  readonly statistics: RunningMeanStd;
  /** Whether observations update the statistics; set it to false for evaluation. */
  training: boolean;
  private readonly epsilon: number;
  private readonly clip: number;
  private readonly rows: readonly number[];
  private readonly normalized: Float32Array;
  private readonly finals: Float32Array;

  /** @throws UserError when the observation space is not a Box. */
  constructor(
    env: VectorEnv,
    { epsilon = 1e-8, clip = 10, statistics, training = true }: VectorNormalizeObservationOptions = {},
  ) {
    super(env);
    const inner = requireBox('VectorNormalizeObservation', 'observation', env.singleObservationSpace);
    this.singleObservationSpace = new Box({ low: -clip, high: clip, shape: inner.shape });
    this.statistics = statistics ?? new RunningMeanStd(inner.packedSize);
    this.training = training;
    this.epsilon = epsilon;
    this.clip = clip;
    this.rows = Array.from({ length: this.numEnvs }, (_, i) => i);
    this.normalized = new Float32Array(env.observations.length);
    this.finals = new Float32Array(env.observations.length);
    this.observations = this.normalized;
    this.finalObservations = this.finals;
  }

  override reset(options: VectorResetOptions = {}): void {
    this.env.reset(options);
    this.normalizeRows(this.rows.filter((i) => !options.mask || options.mask[i] === 1));
  }

  override step(actions: PackedArray): void {
    this.env.step(actions);
    this.normalizeRows(this.rows);
    for (const i of this.rows) {
      if (this.terminated[i] || this.truncated[i]) this.write(this.env.finalObservations, i, this.finals);
    }
  }

  private normalizeRows(rows: readonly number[]): void {
    const { alive } = this;
    const living = alive ? rows.filter((i) => alive[i] === 1) : rows;
    if (this.training) this.statistics.update(this.env.observations, living);
    for (const i of rows) this.write(this.env.observations, i, this.normalized);
  }

  private write(from: PackedArray, i: number, out: Float32Array): void {
    this.statistics.normalize(from, i * this.statistics.size, out, this.epsilon, this.clip);
  }

  protected snapshot(): EnvState {
    return { statistics: this.statistics.toJSON(), normalized: [...this.normalized] };
  }

  protected restore({ statistics, normalized }: EnvState): void {
    this.statistics.load(statistics as RunningStatistics);
    this.normalized.set(normalized as number[]);
  }
}
