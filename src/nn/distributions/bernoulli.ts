// Independent coin flips: the distribution over a MultiBinary space.
import { type Generator, requireGenerator } from '../../random/index.js';
import { type Tensor, tensor } from '../../tensor/index.js';
import type { Distribution } from './distribution.js';

/** `n` independent bits per row, bit j is 1 with probability sigmoid(logits[j]); values are `[B, n]` of 0 and 1. */
export class Bernoulli implements Distribution {
  /** @param logits `[B, n]` */
  constructor(readonly logits: Tensor) {}

  sample(rng: Generator): Tensor {
    requireGenerator('sample(rng)', rng);
    const logits = this.logits.toArray();
    const bits = new Float32Array(logits.length);
    for (let i = 0; i < bits.length; i++) bits[i] = rng.random() * (1 + Math.exp(-logits[i]!)) < 1 ? 1 : 0;
    return tensor(bits, { shape: this.logits.shape });
  }

  mode(): Tensor {
    const logits = this.logits.toArray();
    return tensor(
      logits.map((logit) => (logit > 0 ? 1 : 0)),
      { shape: this.logits.shape },
    );
  }

  logProb(value: Tensor): Tensor {
    return value.mul(this.logits).sub(this.logits.softplus()).sum(1);
  }

  entropy(): Tensor {
    const { logits } = this;
    return logits.softplus().sub(logits.sigmoid().mul(logits)).sum(1);
  }

  kl(other: Bernoulli): Tensor {
    const { logits } = this;
    return logits
      .sigmoid()
      .mul(logits.sub(other.logits))
      .sub(logits.softplus())
      .add(other.logits.softplus())
      .sum(1);
  }
}
