// Who asks whom among nodes: attention weights of every pair, by scaled dot products, by a small network per pair, or by the
// node's place alone.
import type { Generator } from '../random/index.js';
import type { Tensor } from '../tensor/index.js';
import { type AttentionSizes, attentionWeights, type Heads } from '../tensor/ops/attention.js';
import { Linear } from './linear.js';
import { Module } from './module.js';

/**
 * `scaled-dot`: q·k/√width (Vaswani et al. 2017). `additive`: v·tanh(W q + U k) (Bahdanau et al. 2015). `slot`: as printed in
 * Zai & Brown, listing 10.8: a node's own query and key choose among places, whoever stands there.
 */
export type AttentionKind = 'scaled-dot' | 'additive' | 'slot';

/** How many nodes of how many heads there are, and numbers per node and head. */
export interface NodeSizes {
  nodes: number;
  heads: number;
  width: number;
}

/** Attention weights [batch, heads, asking nodes, answering nodes] of queries and keys [batch, nodes, heads · width]. */
export abstract class PairScores extends Module {
  constructor(protected readonly sizes: NodeSizes) {
    super();
  }

  abstract override forward(q: Tensor, k: Tensor): Tensor;

  /** One matrix per head, [batch, heads, nodes, width]. */
  protected perHead(x: Tensor): Tensor {
    const { nodes, heads, width } = this.sizes;
    return x.reshape([x.shape[0]!, nodes, heads, width]).permute([0, 2, 1, 3]);
  }
}

class ScaledDotScores extends PairScores {
  override forward(q: Tensor, k: Tensor): Tensor {
    const { width } = this.sizes;
    const sizes = attentionSizes(this.sizes, q.shape[0]!);
    return attentionWeights(headsOf(q, this.sizes), headsOf(k, this.sizes), sizes, 1 / Math.sqrt(width));
  }
}

class AdditiveScores extends PairScores {
  private readonly query: Linear;
  private readonly key: Linear;
  private readonly score: Linear;

  constructor(sizes: NodeSizes, rng: Generator) {
    super(sizes);
    const { width } = sizes;
    this.query = new Linear(width, width, { rng });
    this.key = new Linear(width, width, { bias: false, rng });
    this.score = new Linear(width, 1, { bias: false, rng });
  }

  override forward(q: Tensor, k: Tensor): Tensor {
    const asks = this.query.forward(this.perHead(q)).unsqueeze(3);
    const answers = this.key.forward(this.perHead(k)).unsqueeze(2);
    return this.score.forward(asks.add(answers).tanh()).squeeze(4).softmax(-1);
  }
}

class SlotScores extends PairScores {
  private readonly query: Linear;
  private readonly key: Linear;
  private readonly slots: Linear;

  constructor(sizes: NodeSizes, rng: Generator) {
    super(sizes);
    const { nodes, width } = sizes;
    this.query = new Linear(width, nodes, { rng });
    this.key = new Linear(width, nodes, { rng });
    this.slots = new Linear(nodes, nodes, { rng });
  }

  override forward(q: Tensor, k: Tensor): Tensor {
    const heard = this.query.forward(this.perHead(q)).add(this.key.forward(this.perHead(k)));
    return this.slots.forward(heard.elu()).softmax(-1);
  }
}

/** @throws RangeError for another kind. */
export function pairScores(kind: AttentionKind, sizes: NodeSizes, rng: Generator): PairScores {
  if (kind === 'scaled-dot') return new ScaledDotScores(sizes);
  if (kind === 'additive') return new AdditiveScores(sizes, rng);
  if (kind === 'slot') return new SlotScores(sizes, rng);
  throw new RangeError(`attention must be 'scaled-dot', 'additive' or 'slot', got ${String(kind)}.`);
}

export function attentionSizes({ nodes, heads, width }: NodeSizes, batch: number): AttentionSizes {
  return { batch, heads, queries: nodes, keys: nodes, width };
}

/** Where the heads lie in rows [batch, nodes, heads · width]. */
export function headsOf(tensor: Tensor, { nodes, heads, width }: NodeSizes): Heads {
  return { tensor, offset: 0, batch: nodes * heads * width, head: width, row: heads * width };
}
