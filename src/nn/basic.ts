// Small layers: flatten, embedding, dropout, identity.
import { withDefaults } from '../io/options.js';
import { Generator } from '../random/index.js';
import { embedding, type Tensor, tensor, zeros } from '../tensor/index.js';
import { normal } from './init.js';
import { type LayerOptions, NO_RNG } from './linear.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';

/** [N, a, b, …] → [N, a·b·…]. */
export class Flatten extends Module {
  constructor(readonly startDim = 1) {
    super();
  }
  override forward(x: Tensor): Tensor {
    return x.flatten(this.startDim);
  }
}

export class Identity extends Module {
  override forward(x: Tensor): Tensor {
    return x;
  }
}

/** Rows of a table by int32 index: [...] → [..., dim]; the table starts in N(0, 1). */
export class Embedding extends Module {
  readonly weight: Parameter;

  constructor(
    readonly numEmbeddings: number,
    readonly embeddingDim: number,
    options: LayerOptions = {},
  ) {
    super();
    const { rng = new Generator() } = withDefaults('Embedding', options, { rng: NO_RNG });
    this.weight = new Parameter(zeros([numEmbeddings, embeddingDim]));
    normal(this.weight, { rng });
  }

  override forward(index: Tensor): Tensor {
    return embedding(index, this.weight);
  }
}

/** While training, zeroes each value with probability p and scales the others by 1/(1 − p). */
export class Dropout extends Module {
  private readonly rng: Generator;

  /** @throws RangeError unless 0 ≤ p < 1. */
  constructor(
    readonly p = 0.5,
    options: LayerOptions = {},
  ) {
    super();
    const { rng = new Generator() } = withDefaults('Dropout', options, { rng: NO_RNG });
    if (!(p >= 0 && p < 1)) throw new RangeError(`Dropout: p must be in [0, 1), got ${p}.`);
    this.rng = rng;
  }

  override forward(x: Tensor): Tensor {
    if (!this.training || this.p === 0) return x;
    const keep = new Float32Array(x.size);
    const scale = 1 / (1 - this.p);
    for (let i = 0; i < keep.length; i++) keep[i] = this.rng.random() < this.p ? 0 : scale;
    return x.mul(tensor(keep, { shape: x.shape }));
  }
}
