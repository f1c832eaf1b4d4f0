// A linear layer whose weights carry learnt noise: exploration by the network itself (Fortunato et al. 2018).
import { withDefaults } from '../io/options.js';
import { Generator } from '../random/index.js';
import { buffer, type FusedActivation, full, linear, type Tensor } from '../tensor/index.js';
import { type LayerOptions, Linear, NO_RNG } from './linear.js';
import { Parameter } from './parameter.js';

export interface NoisyLinearOptions extends LayerOptions {
  /** Default true. */
  bias?: boolean;
  /** σ₀: the noise has the deviation σ₀/√inFeatures at first. Default 0.5. */
  sigma?: number;
}

/**
 * [..., inFeatures] → [..., outFeatures] with the weights μ + σ·ε and factorised noise ε_ij = f(ε_i)·f(ε_j),
 * f(x) = sgn(x)·√|x|: section 3, equations 8 to 11. μ (`weight`, `bias`) starts as in `Linear`, σ at σ₀/√inFeatures.
 *
 * The noise is not drawn by `forward`, since several passes of a step share it: `resetNoise` draws it, `removeNoise`
 * leaves the means alone, as for evaluation and at the beginning. It is neither saved nor copied with the weights.
 *
 * @example
 * const layer = new NoisyLinear(64, 4, { rng });
 * layer.resetNoise(rng);
 * layer.forward(x);
 */
export class NoisyLinear extends Linear {
  readonly weightSigma: Parameter;
  readonly biasSigma: Parameter | null;
  // Private to the language, so that state dicts do not find them.
  readonly #rows: Tensor;
  readonly #columns: Tensor;
  #isNoisy = false;

  constructor(inFeatures: number, outFeatures: number, options: NoisyLinearOptions = {}) {
    const defaults = { bias: true, rng: NO_RNG, sigma: 0.5 };
    const { bias, rng = new Generator(), sigma } = withDefaults('NoisyLinear', options, defaults);
    super(inFeatures, outFeatures, { bias, rng });
    const start = sigma / Math.sqrt(Math.max(inFeatures, 1));
    this.weightSigma = new Parameter(full([outFeatures, inFeatures], start));
    this.biasSigma = bias ? new Parameter(full([outFeatures], start)) : null;
    this.#rows = buffer([outFeatures]);
    this.#columns = buffer([inFeatures]);
  }

  /** Draws new noise, which stays until the next draw. */
  resetNoise(rng: Generator): void {
    for (const { data } of [this.#columns, this.#rows]) {
      rng.fillNormal(data as Float32Array);
      for (let i = 0; i < data.length; i++) data[i] = Math.sign(data[i]!) * Math.sqrt(Math.abs(data[i]!));
    }
    this.#isNoisy = true;
  }

  /** From now on the means alone. */
  removeNoise(): void {
    this.#isNoisy = false;
  }

  override forward(x: Tensor, activation: FusedActivation = 'none'): Tensor {
    if (!this.#isNoisy) return super.forward(x, activation);
    const noise = this.#rows.unsqueeze(1).mul(this.#columns);
    const weight = this.weight.add(this.weightSigma.mul(noise));
    const bias = this.bias?.add(this.biasSigma!.mul(this.#rows)) ?? null;
    return linear(x, weight, bias, activation);
  }
}
