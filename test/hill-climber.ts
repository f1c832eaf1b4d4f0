// A learner without tensors for tests of everything around learners: a linear policy for two discrete actions that
// keeps random changes of its weights which gave a better episode. Exactly resumable, like the real ones.
import * as z from 'zod';
import { type AlgorithmDefinition, defineAlgorithm, EnvAgent, type EnvSource } from '../src/agents/index.js';
import type { PackedArray } from '../src/spaces/index.js';

const schema = z.strictObject({
  seed: z.number().int().nonnegative().default(0).describe('Seed.'),
  noise: z.number().positive().default(0.3).describe('Size of the random changes.'),
  /** Tests of failures: the step at which weights become NaN, or `iterate` throws. */
  poisonAt: z.number().default(1e9).describe('Step at which the weights turn to NaN.'),
  throwAt: z.number().default(1e9).describe('Step at which training throws.'),
});

export class HillClimber extends EnvAgent<z.output<typeof schema>> {
  static override readonly spec = { id: 'hill-climber', schema, mutable: ['noise'] };
  private readonly best: Float32Array;
  private readonly current: Float32Array;
  private readonly found = this.parts.counters('found', { bestReturn: -Infinity });

  constructor(env: EnvSource, options: Record<string, unknown> = {}) {
    super(env, options);
    const best = new Float32Array(this.env.singleObservationSpace.packedSize);
    this.best = best;
    const current = best.slice();
    this.current = current;
    this.parts.state('policy', {
      weights: () => ({ weight: { shape: [best.length], data: best.slice() } }),
      loadWeights: ({ weight }: Record<string, { data: Float32Array }>) => best.set(weight!.data),
      saveState: () => ({ meta: {}, arrays: { current: current.slice() } }),
      loadState: ({ arrays }) => current.set(arrays.current!),
    });
  }

  protected iterate(): void {
    const { env, collector } = this;
    this.act(env.observations, env.numEnvs, collector.actions, this.current);
    this.stepEnvs();
    if (this.numTimesteps >= this.config.throwAt) throw new TypeError('broken on purpose');
    if (this.numTimesteps >= this.config.poisonAt) this.best[0] = Number.NaN;
  }

  protected override onEpisode(): void {
    const value = this.episodes.lastReturn;
    if (value >= this.found.bestReturn) {
      this.found.bestReturn = value;
      this.best.set(this.current);
    }
    for (let i = 0; i < this.best.length; i++) {
      this.current[i] = this.best[i]! + this.config.noise * this.rng.policy.standardNormal();
    }
    if (this.numEpisodes % 4 === 0) this.log({ 'train/best': this.found.bestReturn });
  }

  private act(observations: PackedArray, count: number, out: PackedArray, weights: Float32Array): void {
    const width = weights.length;
    for (let i = 0; i < count; i++) {
      let sum = 0;
      for (let k = 0; k < width; k++) sum += weights[k]! * observations[i * width + k]!;
      out[i] = sum > 0 ? 1 : 0;
    }
  }

  predictBatch(observations: PackedArray, count: number, out: PackedArray): void {
    this.act(observations, count, out, this.best);
  }

  status(): Record<string, number> {
    return { best: this.found.bestReturn };
  }
}

const definition: AlgorithmDefinition = {
  ...HillClimber.spec,
  summary: 'Random search around the best policy so far',
  spaces: { observations: ['Box'], actions: ['Discrete'] },
  create: (env, config) => new HillClimber(env, config),
};

/** Makes it known as `hill-climber`. */
export function registerHillClimber(): void {
  defineAlgorithm(definition);
}
