// A Parzen estimator over places: a mixture with one kernel per observation and a wide one for what is not known yet.
import type { Generator } from '../../random/index.js';
import { type Dimension, type Point, randomPoint } from '../dimensions.js';

/** Width of a kernel in a space of one dimension with one observation, as a share of the range (Optuna). */
const WIDTH = 0.2;
/** Kernels stay wider than the range divided by this (the "magic clip" of Bergstra et al. 2011, section 4). */
const NARROWEST = 100;

/**
 * Kernels are products over dimensions, so that what belongs together stays together (Falkner et al. 2018, section 3.2):
 * normal ones cut to [0, 1] where there is an order, else most of the weight on the value that was observed and the rest
 * spread evenly (Aitchison & Aitken 1976).
 */
export class ParzenEstimator {
  private readonly width: number;
  /** Logarithm of the height of each kernel in each dimension with an order: what falls outside of [0, 1] is spread inside. */
  private readonly heights: readonly (readonly number[])[];

  constructor(
    private readonly dimensions: readonly Dimension[],
    private readonly points: readonly Point[],
  ) {
    const n = Math.max(points.length, 1);
    const narrowest = 1 / Math.min(NARROWEST, 1 + points.length);
    // Scott's rule for how width falls with the number of points.
    this.width = Math.max(WIDTH * n ** (-1 / (dimensions.length + 4)), narrowest);
    this.heights = points.map((center) =>
      dimensions.map(({ ordered }, i) => {
        if (!ordered) return 0;
        const inside = normalCdf((1 - center[i]!) / this.width) - normalCdf(-center[i]! / this.width);
        return -Math.log(this.width * Math.sqrt(2 * Math.PI) * inside);
      }),
    );
  }

  sample(rng: Generator): Point {
    const kernel = rng.integers(0, this.points.length + 1);
    const center = this.points[kernel];
    if (!center) return randomPoint(this.dimensions, rng);
    return this.dimensions.map(({ levels, ordered }, i) => {
      if (ordered) return this.near(center[i]!, rng);
      return rng.random() < this.share(levels) ? center[i]! : rng.integers(0, levels);
    });
  }

  /** Logarithm of the density at a place. */
  logDensity(point: Point): number {
    // The kernel of what is not known: uniform.
    const terms = [
      this.dimensions.reduce((sum, { levels, ordered }) => sum - (ordered ? 0 : Math.log(levels)), 0),
    ];
    for (const [k, center] of this.points.entries()) {
      let sum = 0;
      for (const [i, { levels, ordered }] of this.dimensions.entries()) {
        if (ordered) sum += this.heights[k]![i]! - 0.5 * ((point[i]! - center[i]!) / this.width) ** 2;
        else {
          const share = this.share(levels);
          sum += Math.log((point[i] === center[i] ? share : 0) + (1 - share) / levels);
        }
      }
      terms.push(sum);
    }
    const most = Math.max(...terms);
    return most + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - most), 0) / terms.length);
  }

  /** How much of a kernel stays on the value that was observed. */
  private share(levels: number): number {
    const kernels = this.points.length + 1;
    return kernels / (kernels + levels);
  }

  private near(center: number, rng: Generator): number {
    for (;;) {
      const at = rng.normal(center, this.width);
      if (at >= 0 && at <= 1) return at;
    }
  }
}

/** Distribution of the standard normal, to 1e-7: formula 26.2.17 of Abramowitz & Stegun (1964). */
export function normalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const powers = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  const tail = powers.reduceRight((sum, factor) => (sum + factor) * t, 0);
  const upper = (Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)) * tail;
  return z >= 0 ? 1 - upper : upper;
}
