// Mean and variance of a stream of vectors, updated batch by batch in double precision.

/** Plain JSON of a {@link RunningMeanStd}. */
export interface RunningStatistics {
  mean: number[];
  variance: number[];
  count: number;
}

/**
 * Source: T. Chan, G. Golub, R. LeVeque, Updating formulae and a pairwise algorithm for computing sample
 * variances, 1979. Starts at mean 0 and variance 1 with the weight of 1e-4 samples, as Gymnasium and
 * Stable-Baselines3 do.
 */
export class RunningMeanStd {
  readonly mean: Float64Array;
  /** Population variance. */
  readonly variance: Float64Array;
  count = 1e-4;

  /** @param size numbers per vector. */
  constructor(readonly size: number) {
    this.mean = new Float64Array(size);
    this.variance = new Float64Array(size).fill(1);
  }

  /**
   * Takes in a batch of vectors, one after another in `values`.
   *
   * @param rows which of the vectors; default all.
   */
  update(values: ArrayLike<number>, rows: readonly number[] = range(values.length / this.size)): void {
    const n = rows.length;
    if (n === 0) return;
    const total = this.count + n;
    for (let k = 0; k < this.size; k++) {
      let sum = 0;
      for (const row of rows) sum += values[row * this.size + k]!;
      const batchMean = sum / n;
      let squares = 0;
      for (const row of rows) squares += (values[row * this.size + k]! - batchMean) ** 2;
      const delta = batchMean - this.mean[k]!;
      const spread = this.variance[k]! * this.count + squares + (delta * delta * this.count * n) / total;
      this.mean[k]! += (delta * n) / total;
      this.variance[k] = spread / total;
    }
    this.count = total;
  }

  /** Writes (x - mean) / sqrt(variance + epsilon), clipped to ±clip, for the vector at `offset`. */
  normalize(
    from: ArrayLike<number>,
    offset: number,
    out: Float32Array,
    epsilon: number,
    clip = Infinity,
  ): void {
    for (let k = 0; k < this.size; k++) {
      const value = (from[offset + k]! - this.mean[k]!) / Math.sqrt(this.variance[k]! + epsilon);
      out[offset + k] = Math.max(-clip, Math.min(clip, value));
    }
  }

  toJSON(): RunningStatistics {
    return { mean: [...this.mean], variance: [...this.variance], count: this.count };
  }

  load({ mean, variance, count }: RunningStatistics): void {
    this.mean.set(mean);
    this.variance.set(variance);
    this.count = count;
  }
}

function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}
