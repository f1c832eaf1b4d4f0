// Neuro-evolution as an agent: a genetic algorithm on the parameters of a policy (Zai & Brown 2020, chapter 6).
import type { ActionIn, EnvSource, ObservationIn } from '../../env-agent.js';
import type { OwnParts } from '../../own-parts.js';
import { EvolutionAgent } from '../evolution-agent.js';
import { type NeuroevolutionConfig, type NeuroevolutionOptions, neuroevolutionSpec } from './config.js';
import { GeneticSearch } from './search.js';

/** @example await new Neuroevolution('CartPole-v1', { workers: 2, seed: 1 }).learn({ totalIterations: 40 }); */
export class Neuroevolution<E extends EnvSource = EnvSource> extends EvolutionAgent<
  NeuroevolutionConfig,
  ObservationIn<E>,
  ActionIn<E>
> {
  static override readonly spec = neuroevolutionSpec;

  constructor(env: E, options: NeuroevolutionOptions = {}, own: OwnParts = {}) {
    super(env, options, own);
    this.requireRead(({ selection, mutation }) => ({
      tournamentShare: [selection === 'tournament', 'selection "tournament"'],
      parents: [selection === 'truncation', 'selection "truncation"'],
      mutationRate: [mutation === 'normal', 'mutation "normal"'],
      mutationStd: [mutation === 'normal', 'mutation "normal"'],
    }));
  }

  protected makeSearch(start: Float32Array, seed: number): GeneticSearch {
    return new GeneticSearch(start, seed, this.config, this.policy.lengths);
  }
}
