// Tanh of a normal variable: a distribution on (-1, 1)ⁿ (Haarnoja et al. 2018, appendix C).
import type { Generator } from '../../random/index.js';
import { type Tensor, tensor } from '../../tensor/index.js';
import { DiagNormal } from './diag-normal.js';
import type { Distribution } from './distribution.js';

/** Largest magnitude of a value whose density is asked for, 1 - float32's epsilon: ±1 themselves have none. */
const LIMIT = 1 - 2 ** -23;

// Nodes x and weights h·φ(x) of the trapezoidal rule on a standard normal variable. Its error falls exponentially in
// 1/h for functions without kinks: below 1e-8 here for deviations up to 1.
const NODES = Float32Array.from({ length: 25 }, (_, i) => (i - 12) / 2);
const WEIGHTS = NODES.map((x) => (0.5 * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI));

/** y = tanh(u), u ~ N(mean, diag(exp(logStd)²)) per row; values are `[B, n]` within (-1, 1). */
export class SquashedNormal implements Distribution {
  /** The distribution of u. */
  readonly normal: DiagNormal;

  /** Parameters of u as in {@link DiagNormal}. */
  constructor(mean: Tensor, logStd: Tensor) {
    this.normal = new DiagNormal(mean, logStd);
  }

  sample(rng: Generator): Tensor {
    const u = this.normal.sample(rng);
    return tensor(u.toArray().map(Math.tanh), { shape: u.shape });
  }

  /** A draw that passes gradients to the parameters, with its log-density (exact also where tanh saturates). */
  rsample(rng: Generator): { value: Tensor; logProb: Tensor } {
    const u = this.normal.rsample(rng);
    return { value: u.tanh(), logProb: this.logProbUnsquashed(u) };
  }

  /** The same with draws ε ~ N(0, 1) of one's own, `[B, n]`: no host work, so that a step with it can be recorded. */
  rsampleFrom(noise: Tensor): { value: Tensor; logProb: Tensor } {
    const u = this.normal.rsampleFrom(noise);
    return { value: u.tanh(), logProb: this.normal.logProbFrom(noise).sub(logSlope(u).sum(1)) };
  }

  mode(): Tensor {
    return this.normal.mean.tanh();
  }

  logProb(value: Tensor): Tensor {
    const y = value.clamp(-LIMIT, LIMIT);
    return this.logProbUnsquashed(y.add(1).div(y.neg().add(1)).log().mul(0.5));
  }

  /** log p(tanh(u)) from u itself. */
  logProbUnsquashed(u: Tensor): Tensor {
    return this.normal.logProb(u).sub(logSlope(u).sum(1));
  }

  /** H(u) + E[log tanh'(u)], the expectation over u by quadrature. */
  entropy(): Tensor {
    const { mean, std } = this.normal;
    const [rows, n] = mean.shape;
    const points = mean.unsqueeze(2).add(std.unsqueeze(-1).mul(tensor(NODES)));
    const expected = logSlope(points)
      .mul(tensor(WEIGHTS))
      .reshape([rows!, n! * NODES.length])
      .sum(1);
    return this.normal.entropy().add(expected);
  }

  /** A bijection leaves the divergence as it is. */
  kl(other: SquashedNormal): Tensor {
    return this.normal.kl(other.normal);
  }
}

/** log tanh'(u) = 2·(log 2 - u - softplus(-2u)), without cancellation for large |u|. */
function logSlope(u: Tensor): Tensor {
  return u.add(u.mul(-2).softplus()).sub(Math.LN2).mul(-2);
}
