// Augmented random search (Mania, Guy & Recht 2018, Algorithm 1) on vectors of any kind.
import { UserError } from '../../../io/errors.js';
import type { Metrics } from '../../agent.js';
import { descending, moments } from '../ranks.js';
import { Search } from '../search.js';
import type { ARSConfig } from './config.js';

export type ARSSearchOptions = Pick<ARSConfig, 'directions' | 'topDirections' | 'noiseStd' | 'stepSize'>;

/** Individuals 2k and 2k + 1 are M + ν·δ_k and M - ν·δ_k. */
export class ARSSearch extends Search {
  /** M. */
  readonly best: Float64Array;

  constructor(
    start: ArrayLike<number>,
    seed: number,
    private readonly options: ARSSearchOptions,
  ) {
    super(start.length, 2 * options.directions, seed);
    const { directions, topDirections } = options;
    if (topDirections !== null && topDirections > directions) {
      throw new UserError(
        `topDirections: of ${directions} directions at most ${directions} can count, got ${topDirections}.`,
      );
    }
    this.best = Float64Array.from(start);
  }

  individual(index: number, out: Float64Array): void {
    const noise = this.noise(index >> 1);
    const scale = index % 2 === 0 ? this.options.noiseStd : -this.options.noiseStd;
    for (let j = 0; j < out.length; j++) out[j] = this.best[j]! + scale * noise.standardNormal();
  }

  protected update(fitness: Float64Array): Metrics {
    const { directions, topDirections, stepSize } = this.options;
    const better = Float64Array.from({ length: directions }, (_, k) =>
      Math.max(fitness[2 * k]!, fitness[2 * k + 1]!),
    );
    const top = descending(better).slice(0, topDirections ?? directions);
    const { std } = moments(top.flatMap((k) => [fitness[2 * k]!, fitness[2 * k + 1]!]));
    // Where all fared alike nothing is known of any direction.
    if (std > 0) {
      for (const k of top) {
        const weight = (stepSize * (fitness[2 * k]! - fitness[2 * k + 1]!)) / (top.length * std);
        const noise = this.noise(k);
        for (let j = 0; j < this.dimension; j++) this.best[j]! += weight * noise.standardNormal();
      }
    }
    return { 'train/return_std': std };
  }

  restart(vector: ArrayLike<number>): void {
    this.best.set(vector);
  }

  protected state(): Record<string, Float64Array> {
    return { best: this.best };
  }
}
