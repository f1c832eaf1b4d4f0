// The noisy cross-entropy method (Rubinstein 1999; Szita & Lőrincz 2006) on vectors of any kind.
import type { Metrics } from '../../agent.js';
import { descending } from '../ranks.js';
import { Search } from '../search.js';
import type { CEMConfig } from './config.js';

export type CEMSearchOptions = Pick<
  CEMConfig,
  'populationSize' | 'eliteFraction' | 'sigma' | 'extraStd' | 'extraGenerations'
>;

/** Individuals are drawn from N(μ, diag(s²)); μ and s become those of the best ones. */
export class CEMSearch extends Search {
  /** μ. */
  readonly best: Float64Array;
  private readonly std: Float64Array;

  constructor(
    start: ArrayLike<number>,
    seed: number,
    private readonly options: CEMSearchOptions,
  ) {
    super(start.length, options.populationSize, seed);
    this.best = Float64Array.from(start);
    this.std = new Float64Array(start.length).fill(options.sigma);
  }

  individual(index: number, out: Float64Array): void {
    const { best, std, generation } = this;
    const { extraStd, extraGenerations } = this.options;
    const extra = (extraStd * Math.max(0, 1 - generation / extraGenerations)) ** 2;
    const noise = this.noise(index);
    for (let j = 0; j < out.length; j++) {
      out[j] = best[j]! + Math.sqrt(std[j]! ** 2 + extra) * noise.standardNormal();
    }
  }

  protected update(fitness: Float64Array): Metrics {
    const { best, std, dimension } = this;
    const elites = Math.max(2, Math.round(this.options.eliteFraction * fitness.length));
    const sum = new Float64Array(dimension);
    const chosen = descending(fitness)
      .slice(0, elites)
      .map((index) => {
        const individual = new Float64Array(dimension);
        this.individual(index, individual);
        for (let j = 0; j < dimension; j++) sum[j]! += individual[j]!;
        return individual;
      });
    let deviations = 0;
    for (let j = 0; j < dimension; j++) {
      const mean = sum[j]! / elites;
      let squares = 0;
      for (const individual of chosen) squares += (individual[j]! - mean) ** 2;
      best[j] = mean;
      std[j] = Math.sqrt(squares / elites);
      deviations += std[j]! / dimension;
    }
    return { 'train/sigma': deviations };
  }

  restart(vector: ArrayLike<number>): void {
    this.best.set(vector);
    this.std.fill(this.options.sigma);
  }

  protected state(): Record<string, Float64Array> {
    return { best: this.best, std: this.std };
  }
}
