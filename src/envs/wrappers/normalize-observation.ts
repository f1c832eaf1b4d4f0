// Scales observations to mean 0 and variance 1 by running statistics.
import { Box, type PackedArray } from '../../spaces/index.js';
import type { Env, EnvState, ResetOptions, ResetResult, StepResult } from '../env.js';
import { option, readOptions } from '../options.js';
import { defineWrapper } from './define-wrapper.js';
import { requireBox } from './require-box.js';
import { RunningMeanStd, type RunningStatistics } from './running-mean-std.js';
import { Wrapper } from './wrapper.js';

const OPTIONS = {
  epsilon: /* @__PURE__ */ option(1e-8, { min: 0 }),
  training: true,
};

export interface NormalizeObservationOptions {
  /** Added to the variance (default 1e-8). */
  epsilon?: number;
  /** Statistics to use and update; give those of the training environment for evaluation. */
  statistics?: RunningMeanStd;
  /** False freezes the statistics (default true). */
  training?: boolean;
}

export class NormalizeObservation<A> extends Wrapper<Float32Array, A, PackedArray, A> {
  readonly statistics: RunningMeanStd;
  /** Whether observations update the statistics; set it to false for evaluation. */
  training: boolean;
  private readonly epsilon: number;

  /** @throws UserError when the observation space is not a Box. */
  constructor(env: Env<PackedArray, A>, { statistics, ...options }: NormalizeObservationOptions = {}) {
    super(env);
    const { epsilon, training } = readOptions('NormalizeObservation', OPTIONS, options);
    const { packedSize, shape } = requireBox('NormalizeObservation', 'observation', env.observationSpace);
    this.observationSpace = new Box({ low: -Infinity, high: Infinity, shape });
    this.statistics = statistics ?? new RunningMeanStd(packedSize);
    this.training = training;
    this.epsilon = epsilon;
  }

  override reset(options?: ResetOptions): ResetResult<Float32Array> {
    const { observation, info } = this.env.reset(options);
    return { observation: this.normalize(observation), info };
  }

  override step(action: A): StepResult<Float32Array> {
    const result = this.env.step(action);
    return { ...result, observation: this.normalize(result.observation) };
  }

  private normalize(observation: PackedArray): Float32Array {
    if (this.training) this.statistics.update(observation);
    const out = new Float32Array(this.statistics.size);
    this.statistics.normalize(observation, 0, out, this.epsilon);
    return out;
  }

  protected override snapshot(): EnvState {
    return { statistics: this.statistics.toJSON() };
  }

  protected override restore({ statistics }: EnvState): void {
    this.statistics.load(statistics as RunningStatistics);
  }
}

export const normalizeObservation = /* @__PURE__ */ defineWrapper({
  id: 'NormalizeObservation',
  description: 'Scales observations to mean 0 and variance 1 by running statistics.',
  options: OPTIONS,
  create: (env, options) => new NormalizeObservation(env, options),
});
