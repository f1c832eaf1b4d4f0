// What every probability distribution over actions offers; row i of the batch is one state's distribution.
import type { Generator } from '../../random/index.js';
import type { Tensor } from '../../tensor/index.js';

/** A batch of `B` independent distributions; the parts of one action are summed, so that every density is `[B]`. */
export interface Distribution {
  /** One draw per row, without gradient. */
  sample(rng: Generator): Tensor;
  /** The most probable value of each row (of a squashed normal: the squashed mean). */
  mode(): Tensor;
  /** log p(value) in nats, `[B]`; differentiable in the parameters. */
  logProb(value: Tensor): Tensor;
  /** Entropy in nats, `[B]`. */
  entropy(): Tensor;
  /** KL(this ‖ other) in nats, `[B]`; `other` is of the same class and shape. */
  kl(other: this): Tensor;
}
