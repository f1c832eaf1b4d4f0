// A learner without tensors for tests of everything around learners: a linear policy for two discrete actions that
// keeps random changes of its weights which gave a better episode. Exactly resumable, like the real ones.
import { z } from 'zod';
import type { PredictOptions, Snapshot, WeightArray } from '../src/agents/agent.js';
import { BaseAgent } from '../src/agents/base.js';
import { parseConfig } from '../src/agents/config.js';
import { algorithms } from '../src/agents/index.js';
import type { Env, VectorEnv } from '../src/envs/index.js';
import type { PackedArray } from '../src/spaces/index.js';

const schema = z.strictObject({
  seed: z.number().int().nonnegative().default(0).describe('Seed.'),
  gamma: z.number().default(1).describe('Not used.'),
  noise: z.number().positive().default(0.3).describe('Size of the random changes.'),
  /** Tests of failures: the step at which weights become NaN, or `iterate` throws. */
  poisonAt: z.number().default(1e9).describe('Step at which the weights turn to NaN.'),
  throwAt: z.number().default(1e9).describe('Step at which training throws.'),
});

export class HillClimber extends BaseAgent<z.output<typeof schema>> {
  readonly algo = 'hill-climber';
  private best: Float32Array;
  private current: Float32Array;
  private bestReturn = -Infinity;

  constructor(env: string | Env | VectorEnv, options: Record<string, unknown> = {}) {
    super(env, parseConfig('hill-climber', schema, options));
    this.best = new Float32Array(this.env.singleObservationSpace.packedSize);
    this.current = this.best.slice();
  }

  protected iterate(): void {
    const { env } = this;
    const actions = new Int32Array(env.numEnvs);
    this.act(env.observations, env.numEnvs, actions, this.current);
    env.step(actions);
    this.recordStep();
    if (this.numTimesteps >= this.config.throwAt) throw new TypeError('broken on purpose');
    if (this.numTimesteps >= this.config.poisonAt) this.best[0] = Number.NaN;
  }

  protected override onEpisode(): void {
    const value = this.episodes.saveState().recent.at(-1)!.return;
    if (value >= this.bestReturn) {
      this.bestReturn = value;
      this.best = this.current;
    }
    this.current = this.best.map((weight) => weight + this.config.noise * this.rng.policy.standardNormal());
    if (this.numEpisodes % 4 === 0) this.log({ 'train/best': this.bestReturn });
  }

  private act(observations: PackedArray, count: number, out: PackedArray, weights: Float32Array): void {
    const width = weights.length;
    for (let i = 0; i < count; i++) {
      let sum = 0;
      for (let k = 0; k < width; k++) sum += weights[k]! * observations[i * width + k]!;
      out[i] = sum > 0 ? 1 : 0;
    }
  }

  predictBatch(observations: PackedArray, count: number, out: PackedArray, _options?: PredictOptions): void {
    this.act(observations, count, out, this.best);
  }

  weights(): Record<string, WeightArray> {
    return { policy: { shape: [this.best.length], data: this.best } };
  }

  loadWeights(weights: Record<string, WeightArray>): void {
    this.best = weights.policy!.data.slice();
  }

  status(): Record<string, number> {
    return { best: this.bestReturn };
  }

  protected saveLearner(): Snapshot {
    return { meta: { bestReturn: this.bestReturn }, arrays: { current: this.current } };
  }

  protected loadLearner({ meta, arrays }: Snapshot): void {
    this.bestReturn = meta.bestReturn as number;
    this.current = (arrays.current as Float32Array).slice();
  }
}

/** Makes it known as `hill-climber`. */
export function registerHillClimber(): void {
  algorithms['hill-climber'] = {
    summary: 'Random search around the best policy so far',
    schema,
    create: (env, config) => new HillClimber(env, config),
  };
}
