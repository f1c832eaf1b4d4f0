// Evolution strategies as an agent (Salimans et al. 2017).
import type { ActionIn, EnvSource, ObservationIn } from '../../env-agent.js';
import type { OwnParts } from '../../own-parts.js';
import { EvolutionAgent } from '../evolution-agent.js';
import { type ESConfig, type ESOptions, esSpec } from './config.js';
import { ESSearch } from './search.js';

/**
 * OpenAI's evolution strategies: the policy moves up an estimate of the gradient of its own smoothed fitness.
 *
 * @example
 * const agent = new ES('CartPole-v1', { hiddenSizes: [16], workers: 2, seed: 1 });
 * await agent.learn({ totalIterations: 50 });
 */
export class ES<E extends EnvSource = EnvSource> extends EvolutionAgent<
  ESConfig,
  ObservationIn<E>,
  ActionIn<E>
> {
  static override readonly spec = esSpec;

  constructor(env: E, options: ESOptions = {}, own: OwnParts = {}) {
    super(env, options, own);
  }

  protected makeSearch(start: Float32Array, seed: number): ESSearch {
    return new ESSearch(start, seed, this.config);
  }
}
