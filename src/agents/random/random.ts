// The baseline of all baselines: uniformly drawn actions among those that are legal. It learns nothing.
import type { PackedArray } from '../../spaces/index.js';
import { ActingAgent } from '../acting-agent.js';
import type { PredictOptions } from '../agent.js';
import type { ActionIn, EnvSource, ObservationIn } from '../env-agent.js';
import { type RandomConfig, type RandomOptions, randomSpec } from './config.js';

/** @example const { mean } = evaluatePolicy(new RandomAgent('CartPole-v1'), 'CartPole-v1', { episodes: 100 }); */
export class RandomAgent<E extends EnvSource = EnvSource> extends ActingAgent<
  RandomConfig,
  ObservationIn<E>,
  ActionIn<E>
> {
  static override readonly spec = randomSpec;

  constructor(env: E, options: RandomOptions = {}) {
    super(env, options);
  }

  /** Draws from the legal actions; there is no greedy one. */
  predictBatch(
    _observations: PackedArray,
    count: number,
    out: PackedArray,
    { actionMask }: PredictOptions = {},
  ): void {
    this.requireMasks(actionMask, count);
    const { singleActionSpace: space } = this.env;
    const width = space.flatdim;
    for (let i = 0; i < count; i++) {
      const mask = actionMask?.subarray(i * width, (i + 1) * width);
      space.pack(space.sample({ rng: this.rng.policy, ...(mask && { mask }) }), out, i * space.packedSize);
    }
  }
}
