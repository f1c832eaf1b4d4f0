// Evolution strategies with a natural-gradient estimate (Salimans et al. 2017, Algorithm 2), on vectors of any kind.
import { UserError } from '../../../io/errors.js';
import type { Metrics } from '../../agent.js';
import { FlatAdam } from '../flat-adam.js';
import { centredRanks, moments } from '../ranks.js';
import { Search } from '../search.js';
import type { ESConfig } from './config.js';

export type ESSearchOptions = Pick<
  ESConfig,
  | 'populationSize'
  | 'sigma'
  | 'antithetic'
  | 'fitnessShaping'
  | 'learningRate'
  | 'learningRateDecay'
  | 'sigmaDecay'
  | 'weightDecay'
>;

/** Individuals are θ + σ·ε; θ climbs 1/(N·σ)·Σ F_i·ε_i with Adam. */
export class ESSearch extends Search {
  /** θ. */
  readonly best: Float64Array;
  private readonly adam: FlatAdam;

  constructor(
    start: ArrayLike<number>,
    seed: number,
    private readonly options: ESSearchOptions,
  ) {
    super(start.length, options.populationSize, seed);
    if (options.antithetic && options.populationSize % 2 !== 0) {
      throw new UserError(
        `populationSize: antithetic individuals come in pairs, so an even number is wanted, got ${options.populationSize}; or set antithetic to false.`,
      );
    }
    this.best = Float64Array.from(start);
    this.adam = new FlatAdam(this.dimension);
  }

  private get sigma(): number {
    return this.options.sigma * this.options.sigmaDecay ** this.generation;
  }

  individual(index: number, out: Float64Array): void {
    const { best, sigma } = this;
    const { antithetic } = this.options;
    const noise = this.noise(antithetic ? index >> 1 : index);
    const scale = antithetic && index % 2 === 1 ? -sigma : sigma;
    for (let j = 0; j < out.length; j++) out[j] = best[j]! + scale * noise.standardNormal();
  }

  protected update(fitness: Float64Array): Metrics {
    const { learningRate, learningRateDecay, weightDecay, antithetic } = this.options;
    const shaped = this.shape(fitness);
    const gradient = new Float64Array(this.dimension);
    const step = antithetic ? 2 : 1;
    for (let i = 0; i < shaped.length; i += step) {
      // The noise is built again from its seed: nobody has kept or sent it.
      const noise = this.noise(i / step);
      const weight = antithetic ? shaped[i]! - shaped[i + 1]! : shaped[i]!;
      if (weight === 0) continue;
      for (let j = 0; j < gradient.length; j++) gradient[j]! += weight * noise.standardNormal();
    }
    const scale = 1 / (fitness.length * this.sigma);
    let norm = 0;
    for (let j = 0; j < gradient.length; j++) {
      gradient[j]! *= scale;
      norm += gradient[j]! ** 2;
      gradient[j]! -= weightDecay * this.best[j]!;
    }
    const lr = learningRate * learningRateDecay ** this.generation;
    this.adam.ascend(this.best, gradient, lr);
    return { 'train/gradient_norm': Math.sqrt(norm), 'train/sigma': this.sigma, 'train/learning_rate': lr };
  }

  private shape(fitness: Float64Array): Float64Array {
    const { fitnessShaping } = this.options;
    if (fitnessShaping === 'centred-ranks') return centredRanks(fitness);
    if (fitnessShaping === 'none') return fitness;
    const { mean, std } = moments(fitness);
    return fitness.map((value) => (std > 0 ? (value - mean) / std : 0));
  }

  restart(vector: ArrayLike<number>): void {
    this.best.set(vector);
    this.adam.reset();
  }

  protected state(): Record<string, Float64Array> {
    return { best: this.best, ...this.adam.state };
  }
}
