// CMA-ES as an agent (Hansen & Ostermeier 2001).
import type { ActionIn, EnvSource, ObservationIn } from '../../env-agent.js';
import type { OwnParts } from '../../own-parts.js';
import { EvolutionAgent } from '../evolution-agent.js';
import { type CMAESConfig, type CMAESOptions, cmaEsSpec } from './config.js';
import { CMAESSearch } from './search.js';

/** @example await new CMAES('Pendulum-v1', { hiddenSizes: [8], seed: 1 }).learn({ totalIterations: 100 }); */
export class CMAES<E extends EnvSource = EnvSource> extends EvolutionAgent<
  CMAESConfig,
  ObservationIn<E>,
  ActionIn<E>
> {
  static override readonly spec = cmaEsSpec;

  constructor(env: E, options: CMAESOptions = {}, own: OwnParts = {}) {
    super(env, options, own);
  }

  protected makeSearch(start: Float32Array, seed: number): CMAESSearch {
    return new CMAESSearch(start, seed, this.config);
  }
}
