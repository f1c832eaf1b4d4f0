// CMA-ES (Hansen 2016, "The CMA evolution strategy: a tutorial", figure 6), with a Cholesky factor in place of C^½.
import { UserError } from '../../../io/errors.js';
import type { Metrics } from '../../agent.js';
import { descending } from '../ranks.js';
import { Search } from '../search.js';
import { cholesky, lowerTimes } from './cholesky.js';

export interface CMAESSearchOptions {
  populationSize?: number | null;
  sigma: number;
  /** Default `auto`: full up to 500 numbers. */
  covariance?: 'auto' | 'full' | 'diagonal';
}

/** Vectors longer than this have a diagonal covariance unless asked for otherwise, and … */
const FULL = 500;
/** … longer ones than this never a full one. */
const LARGEST = 4000;

/**
 * Individuals are m + σ·A·z with z ~ N(0, I) and A·Aᵀ = C.
 *
 * The step size follows the path of the mean z, as C^{-½}·(m' - m)/σ is z up to a rotation. A lower triangle A is cheaper
 * than eigenvectors and needs no library (Krause, Arbonès & Igel 2016).
 */
export class CMAESSearch extends Search {
  /** m. */
  readonly best: Float64Array;
  private readonly diagonal: boolean;
  /** C, or its diagonal, and A. */
  private readonly covariance: Float64Array;
  private readonly factor: Float64Array;
  private readonly sigmaPath: Float64Array;
  private readonly path: Float64Array;
  /** σ, and in which generation A was made. */
  private readonly scalars: Float64Array;
  private readonly weights: Float64Array;
  /** Rates of the tutorial's table 1. */
  private readonly rate: Record<'mu' | 'cs' | 'ds' | 'cc' | 'c1' | 'cmu' | 'chi' | 'every', number>;

  constructor(
    start: ArrayLike<number>,
    seed: number,
    private readonly options: CMAESSearchOptions,
  ) {
    const n = start.length;
    super(n, options.populationSize ?? 4 + Math.floor(3 * Math.log(n)), seed);
    const { covariance = 'auto' } = options;
    this.diagonal = covariance === 'auto' ? n > FULL : covariance === 'diagonal';
    if (!this.diagonal && n > LARGEST) {
      throw new UserError(
        `covariance: a full one of ${n} parameters has ${n}² numbers; at most ${LARGEST} parameters are taken. Use covariance "diagonal", or fewer hiddenSizes.`,
      );
    }
    this.best = Float64Array.from(start);
    const size = this.diagonal ? n : n * n;
    [this.covariance, this.factor] = [new Float64Array(size), new Float64Array(size)];
    [this.sigmaPath, this.path] = [new Float64Array(n), new Float64Array(n)];
    this.scalars = new Float64Array(2);
    const parents = Math.floor(this.populationSize / 2);
    const raw = Float64Array.from({ length: parents }, (_, i) => Math.log((parents + 0.5) / (i + 1)));
    const total = raw.reduce((sum, w) => sum + w, 0);
    this.weights = raw.map((w) => w / total);
    const mu = 1 / this.weights.reduce((sum, w) => sum + w * w, 0);
    const cs = (mu + 2) / (n + mu + 5);
    const faster = this.diagonal ? (n + 2) / 3 : 1;
    const c1 = Math.min(1, (faster * 2) / ((n + 1.3) ** 2 + mu));
    const cmu = Math.min(1 - c1, (faster * 2 * (mu - 2 + 1 / mu)) / ((n + 2) ** 2 + mu));
    this.rate = {
      ...{ mu, cs, c1, cmu },
      ds: 1 + cs + 2 * Math.max(0, Math.sqrt((mu - 1) / (n + 1)) - 1),
      cc: (4 + mu / n) / (n + 4 + (2 * mu) / n),
      chi: Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n)),
      every: this.diagonal ? 1 : Math.max(1, Math.floor(1 / (10 * n * (c1 + cmu)))),
    };
    this.restart(start);
  }

  private drawZ(index: number): Float64Array {
    const noise = this.noise(index);
    return Float64Array.from({ length: this.dimension }, () => noise.standardNormal());
  }

  /** A·z. */
  private step(z: Float64Array): Float64Array {
    return this.diagonal ? z.map((zj, j) => this.factor[j]! * zj) : lowerTimes(this.factor, z);
  }

  individual(index: number, out: Float64Array): void {
    const y = this.step(this.drawZ(index));
    for (let j = 0; j < out.length; j++) out[j] = this.best[j]! + this.scalars[0]! * y[j]!;
  }

  protected update(fitness: Float64Array): Metrics {
    const { dimension: n, weights, best, path, sigmaPath, scalars } = this;
    const { mu, cs, ds, cc, c1, chi, every } = this.rate;
    const [z, y] = [new Float64Array(n), new Float64Array(n)];
    const steps: Float64Array[] = [];
    for (const [i, index] of descending(fitness).slice(0, weights.length).entries()) {
      const drawn = this.drawZ(index);
      const step = this.step(drawn);
      steps.push(step);
      for (let j = 0; j < n; j++) {
        z[j]! += weights[i]! * drawn[j]!;
        y[j]! += weights[i]! * step[j]!;
      }
    }
    let length = 0;
    for (let j = 0; j < n; j++) {
      best[j]! += scalars[0]! * y[j]!;
      sigmaPath[j] = (1 - cs) * sigmaPath[j]! + Math.sqrt(cs * (2 - cs) * mu) * z[j]!;
      length += sigmaPath[j]! ** 2;
    }
    length = Math.sqrt(length);
    const settled = Math.sqrt(1 - (1 - cs) ** (2 * (this.generation + 1)));
    // Stalls the path while σ grows fast, lest C grow too.
    const h = length / settled < (1.4 + 2 / (n + 1)) * chi ? 1 : 0;
    for (let j = 0; j < n; j++) path[j] = (1 - cc) * path[j]! + h * Math.sqrt(cc * (2 - cc) * mu) * y[j]!;
    this.adapt(steps, (1 - h) * c1 * cc * (2 - cc));
    scalars[0]! *= Math.exp((cs / ds) * (length / chi - 1));
    if (this.generation + 1 - scalars[1]! >= every) this.refactor(this.generation + 1);
    return { 'train/sigma': scalars[0]! };
  }

  /** C ← (1 - c1 - cμ)·C + c1·p·pᵀ + cμ·Σ w·y·yᵀ. */
  private adapt(steps: readonly Float64Array[], correction: number): void {
    const { dimension: n, covariance, path, weights, diagonal } = this;
    const { c1, cmu } = this.rate;
    const keep = 1 - c1 - cmu + correction;
    for (let i = 0; i < n; i++) {
      for (let j = diagonal ? i : 0; j <= i; j++) {
        let rankMu = 0;
        for (let k = 0; k < steps.length; k++) rankMu += weights[k]! * steps[k]![i]! * steps[k]![j]!;
        const at = diagonal ? i : i * n + j;
        covariance[at] = keep * covariance[at]! + c1 * path[i]! * path[j]! + cmu * rankMu;
      }
    }
  }

  private refactor(generation: number): void {
    if (this.diagonal)
      this.covariance.forEach((c, j) => {
        this.factor[j] = Math.sqrt(Math.max(c, 1e-20));
      });
    else cholesky(this.covariance, this.dimension, this.factor);
    this.scalars[1] = generation;
  }

  restart(vector: ArrayLike<number>): void {
    this.best.set(vector);
    for (const array of [this.covariance, this.path, this.sigmaPath]) array.fill(0);
    const stride = this.diagonal ? 1 : this.dimension + 1;
    for (let at = 0; at < this.covariance.length; at += stride) this.covariance[at] = 1;
    this.scalars[0] = this.options.sigma;
    this.refactor(this.generation);
  }

  protected state(): Record<string, Float64Array> {
    const { best, covariance, factor, sigmaPath, path, scalars } = this;
    return { best, covariance, factor, sigmaPath, path, scalars };
  }
}
