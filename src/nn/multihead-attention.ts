// Multi-head attention (Vaswani et al. 2017): self- and cross-attention with masks.
import { withDefaults } from '../io/options.js';
import { Generator } from '../random/index.js';
import { linear, type Tensor, zeros } from '../tensor/index.js';
import {
  type AttentionSizes,
  attentionValues,
  attentionWeights,
  type Heads,
} from '../tensor/ops/attention.js';
import { type AttentionMasks, combinedMask } from './attention.js';
import { Dropout } from './basic.js';
import { xavierUniform } from './init.js';
import { type LayerOptions, Linear, NO_RNG } from './linear.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';

export interface MultiheadAttentionMasks extends AttentionMasks {
  /** [batch, keys]; keys where it is not 0 are padding and excluded. */
  keyPaddingMask?: Tensor | undefined;
}

export interface MultiheadAttentionOptions extends LayerOptions {
  /** Probability with which attention weights are dropped while training. Default 0. */
  dropout?: number;
  /** Default true. */
  bias?: boolean;
  /** Sequences are [batch, length, embedDim] instead of [length, batch, embedDim]. Default false. */
  batchFirst?: boolean;
}

const DEFAULTS = { dropout: 0, bias: true, batchFirst: false, rng: NO_RNG };
const MASKS: MultiheadAttentionMasks & { isCausal: boolean } = {
  attnMask: undefined,
  isCausal: false,
  keyPaddingMask: undefined,
};

/**
 * Attention of several heads, each over its share of the embedding.
 *
 * @example
 * const attention = new MultiheadAttention(64, 4, { batchFirst: true, rng });
 * attention.forward(x);                                    // self-attention
 * attention.forward(x, memory, memory);                    // cross-attention
 * const { weights } = attention.withWeights(x);            // [batch, queries, keys], mean of the heads
 */
export class MultiheadAttention extends Module {
  readonly inProjWeight: Parameter;
  readonly inProjBias: Parameter | null;
  readonly outProj: Linear;
  readonly batchFirst: boolean;
  private readonly drop: Dropout | null;

  /** @throws RangeError when the heads do not divide the embedding. */
  constructor(
    readonly embedDim: number,
    readonly numHeads: number,
    options: MultiheadAttentionOptions = {},
  ) {
    super();
    const {
      dropout,
      bias,
      batchFirst,
      rng = new Generator(),
    } = withDefaults('MultiheadAttention', options, DEFAULTS);
    if (embedDim % numHeads !== 0) {
      throw new RangeError(
        `MultiheadAttention: ${numHeads} heads do not divide an embedding of ${embedDim}.`,
      );
    }
    this.batchFirst = batchFirst;
    this.inProjWeight = new Parameter(zeros([3 * embedDim, embedDim]));
    xavierUniform(this.inProjWeight, { rng });
    this.inProjBias = bias ? new Parameter(zeros([3 * embedDim])) : null;
    this.outProj = new Linear(embedDim, embedDim, { bias, rng });
    this.outProj.bias?.data.fill(0);
    this.drop = dropout > 0 ? new Dropout(dropout, { rng }) : null;
  }

  /**
   * @param query [batch, queries, embedDim] (see `batchFirst`)
   * @param key [batch, keys, embedDim]; default: the query
   * @param value like key; default: the key
   * @returns like query
   */
  override forward(query: Tensor, key?: Tensor, value?: Tensor, masks: MultiheadAttentionMasks = {}): Tensor {
    return this.attend(query, key, value, masks)[0];
  }

  /** Also the attention weights, [batch, queries, keys], or [batch, heads, queries, keys] when not averaged. */
  withWeights(
    query: Tensor,
    key?: Tensor,
    value?: Tensor,
    { averageWeights = true, ...masks }: MultiheadAttentionMasks & { averageWeights?: boolean } = {},
  ): { output: Tensor; weights: Tensor } {
    const [output, weights] = this.attend(query, key, value, masks);
    return { output, weights: averageWeights ? weights.mean(1) : weights };
  }

  private attend(
    query: Tensor,
    key = query,
    value = key,
    masks: MultiheadAttentionMasks,
  ): [output: Tensor, weights: Tensor] {
    const { attnMask, isCausal, keyPaddingMask } = withDefaults<typeof MASKS>(
      'MultiheadAttention',
      masks,
      MASKS,
    );
    const sizes = this.sizes(query, key, value);
    const [q, k, v] = this.project(query, key, value);
    const mask = combinedMask(sizes, attnMask, isCausal, keyPaddingMask);
    const weights = attentionWeights(q, k, sizes, 1 / Math.sqrt(sizes.width), mask);
    const kept = this.drop ? this.drop.forward(weights) : weights;
    const values = attentionValues(kept, v, sizes, query.shape, this.layout(query, this.embedDim, 0));
    return [this.outProj.forward(values), weights];
  }

  /** The heads of queries, keys and values: columns of as few products as there are different inputs. */
  private project(query: Tensor, key: Tensor, value: Tensor): [Heads, Heads, Heads] {
    const e = this.embedDim;
    const columns = (x: Tensor, from: number, to: number): Tensor => {
      if (to - from === 3 * e) return linear(x, this.inProjWeight, this.inProjBias);
      return linear(x, this.inProjWeight.slice(0, from, to), this.inProjBias?.slice(0, from, to) ?? null);
    };
    const heads = (projected: Tensor, offset: number): Heads => ({
      tensor: projected,
      ...this.layout(projected, projected.shape[2]!, offset),
    });
    if (query === key && key === value) {
      const all = columns(query, 0, 3 * e);
      return [heads(all, 0), heads(all, e), heads(all, 2 * e)];
    }
    const q = heads(columns(query, 0, e), 0);
    if (key === value) {
      const both = columns(key, e, 3 * e);
      return [q, heads(both, 0), heads(both, e)];
    }
    return [q, heads(columns(key, e, 2 * e), 0), heads(columns(value, 2 * e, 3 * e), 0)];
  }

  /** Where the heads lie in rows of `columns` numbers. */
  private layout({ shape }: Tensor, columns: number, offset: number) {
    const width = this.embedDim / this.numHeads;
    return this.batchFirst
      ? { offset, batch: shape[1]! * columns, head: width, row: columns }
      : { offset, batch: columns, head: width, row: shape[1]! * columns };
  }

  private sizes(query: Tensor, key: Tensor, value: Tensor): AttentionSizes {
    const [b, l] = this.batchFirst ? [0, 1] : [1, 0];
    const fits =
      [query, key, value].every((t) => t.ndim === 3 && t.shape[2] === this.embedDim) &&
      key.shape[b] === query.shape[b] &&
      key.shape[0] === value.shape[0] &&
      key.shape[1] === value.shape[1];
    if (!fits) {
      const expected = this.batchFirst ? '[batch, length' : '[length, batch';
      throw new RangeError(
        `MultiheadAttention: query [${query.shape.join(', ')}], key [${key.shape.join(', ')}] and value ` +
          `[${value.shape.join(', ')}] do not fit: expected ${expected}, ${this.embedDim}], equal batches, and as many values as keys.`,
      );
    }
    return {
      batch: query.shape[b]!,
      heads: this.numHeads,
      queries: query.shape[l]!,
      keys: key.shape[l]!,
      width: this.embedDim / this.numHeads,
    };
  }
}
