// Levels τ at which quantiles are asked for, and the cosines by which a network reads them (Dabney et al. 2018b, equation 4).
import type { Generator } from '../../random/index.js';
import { buffer, type Tensor } from '../../tensor/index.js';

export class Levels {
  /** τ, `[rows, count]`. */
  readonly values: Tensor;
  /** cos(π·i·τ) for i = 0 … n - 1, `[rows, count, n]`. */
  readonly cosines: Tensor;

  constructor(
    readonly rows: number,
    count: number,
    n: number,
  ) {
    this.values = buffer([rows, count]);
    this.cosines = buffer([rows, count, n]);
  }

  /** τ ~ U(0, share). For share α the mean of their quantiles is that of the lower part, CVaR_α (section 3.1). */
  draw(rng: Generator, share: number): this {
    rng.fillUniform(this.values.data as Float32Array, 0, share);
    return this.fillCosines();
  }

  /** The middles of equal parts of (0, share), in every row: what draws are on average. */
  spread(share: number): this {
    const { data, shape } = this.values;
    const count = shape[1]!;
    for (let i = 0; i < data.length; i++) data[i] = (share * ((i % count) + 0.5)) / count;
    return this.fillCosines();
  }

  private fillCosines(): this {
    const n = this.cosines.shape[2]!;
    const [levels, cosines] = [this.values.data, this.cosines.data];
    for (let level = 0; level < levels.length; level++) {
      const first = Math.cos(Math.PI * levels[level]!);
      // cos(ix) = 2·cos(x)·cos((i - 1)x) - cos((i - 2)x), from cos(-x) and cos(0): a cosine each would be half of all work.
      let before = first;
      let now = 1;
      for (let i = 0; i < n; i++) {
        cosines[level * n + i] = now;
        const next = 2 * first * now - before;
        before = now;
        now = next;
      }
    }
    return this;
  }
}
