// Augmented random search as an agent (Mania et al. 2018): V2, or V1 without `normalizeObservations`.
import type { ActionIn, EnvSource, ObservationIn } from '../../env-agent.js';
import type { OwnParts } from '../../own-parts.js';
import { EvolutionAgent } from '../evolution-agent.js';
import { type ARSConfig, type ARSOptions, arsSpec } from './config.js';
import { ARSSearch } from './search.js';

/** @example await new ARS('CartPole-v1', { topDirections: 4, seed: 1 }).learn({ totalIterations: 50 }); */
export class ARS<E extends EnvSource = EnvSource> extends EvolutionAgent<
  ARSConfig,
  ObservationIn<E>,
  ActionIn<E>
> {
  static override readonly spec = arsSpec;

  constructor(env: E, options: ARSOptions = {}, own: OwnParts = {}) {
    super(env, options, own);
  }

  protected makeSearch(start: Float32Array, seed: number): ARSSearch {
    return new ARSSearch(this.config.zeroPolicy ? new Float32Array(start.length) : start, seed, this.config);
  }
}
