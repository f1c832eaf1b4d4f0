// Normal distribution with independent components: the usual distribution over a Box space.
import { type Generator, requireGenerator } from '../../random/index.js';
import { type Tensor, tensor } from '../../tensor/index.js';
import type { Distribution } from './distribution.js';

const HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);

/** N(mean, diag(exp(logStd)²)) per row; values are `[B, n]`. */
export class DiagNormal implements Distribution {
  readonly std: Tensor;

  /**
   * @param mean `[B, n]`
   * @param logStd `[B, n]`, or `[n]` for a deviation that is the same in all rows
   */
  constructor(
    readonly mean: Tensor,
    readonly logStd: Tensor,
  ) {
    this.std = logStd.exp();
  }

  sample(rng: Generator): Tensor {
    requireGenerator('sample(rng)', rng);
    const [mean, std] = [this.mean.toArray(), this.std.toArray()];
    const values = new Float32Array(mean.length);
    for (let i = 0; i < values.length; i++)
      values[i] = mean[i]! + std[i % std.length]! * rng.standardNormal();
    return tensor(values, { shape: this.mean.shape });
  }

  /** A draw that passes gradients to mean and deviation: mean + std·ε, ε ~ N(0, 1) (Kingma & Welling 2014). */
  rsample(rng: Generator): Tensor {
    requireGenerator('rsample(rng)', rng);
    const noise = new Float32Array(this.mean.size);
    rng.fillNormal(noise);
    return this.rsampleFrom(tensor(noise, { shape: this.mean.shape }));
  }

  /** The same with draws ε ~ N(0, 1) of one's own, `[B, n]`. */
  rsampleFrom(noise: Tensor): Tensor {
    return this.mean.add(this.std.mul(noise));
  }

  /** log p of what {@link rsampleFrom} makes of `noise`: the quadratic form is that of the noise itself. */
  logProbFrom(noise: Tensor): Tensor {
    const n = this.mean.shape[1]!;
    return noise
      .square()
      .sum(1)
      .mul(-0.5)
      .sub(this.logStd.sum(-1))
      .sub(n * HALF_LOG_2PI);
  }

  mode(): Tensor {
    return this.mean;
  }

  logProb(value: Tensor): Tensor {
    const n = this.mean.shape[1]!;
    const quadratic = value.sub(this.mean).div(this.std).square().sum(1).mul(-0.5);
    return quadratic.sub(this.logStd.sum(-1)).sub(n * HALF_LOG_2PI);
  }

  entropy(): Tensor {
    const [rows, n] = this.mean.shape;
    return this.logStd
      .sum(-1)
      .add(n! * (0.5 + HALF_LOG_2PI))
      .expand([rows!]);
  }

  kl(other: DiagNormal): Tensor {
    const ratio = this.std.div(other.std);
    const shift = this.mean.sub(other.mean).div(other.std);
    return ratio.square().add(shift.square()).sub(1).mul(0.5).sub(ratio.log()).sum(1);
  }
}
