// The cross-entropy method as an agent (Szita & Lőrincz 2006).
import type { ActionIn, EnvSource, ObservationIn } from '../../env-agent.js';
import type { OwnParts } from '../../own-parts.js';
import { EvolutionAgent } from '../evolution-agent.js';
import { type CEMConfig, type CEMOptions, cemSpec } from './config.js';
import { CEMSearch } from './search.js';

/** @example await new CEM('CartPole-v1', { seed: 1 }).learn({ totalIterations: 20 }); */
export class CEM<E extends EnvSource = EnvSource> extends EvolutionAgent<
  CEMConfig,
  ObservationIn<E>,
  ActionIn<E>
> {
  static override readonly spec = cemSpec;

  constructor(env: E, options: CEMOptions = {}, own: OwnParts = {}) {
    super(env, options, own);
  }

  protected makeSearch(start: Float32Array, seed: number): CEMSearch {
    return new CEMSearch(start, seed, this.config);
  }
}
