// Kernel attention in time linear in the length of the sequence (Katharopoulos et al. 2020, "Transformers are RNNs").
import { withDefaults } from '../io/options.js';
import { Generator } from '../random/index.js';
import { type Tensor, where } from '../tensor/index.js';
import { show } from '../tensor/shape.js';
import { type LayerOptions, Linear, NO_RNG } from './linear.js';
import { Module } from './module.js';

/** Features of queries and keys, element by element or row by row; must not be negative. */
export type FeatureMap = (x: Tensor) => Tensor;

/** elu(x) + 1: x + 1 for x > 0, eˣ below. */
export function eluPlusOne(x: Tensor): Tensor {
  // The exponential is kept from overflowing where it is not used: infinity times 0 would be NaN in the gradient.
  return where(x.gt(0), x.add(1), x.clamp(-Infinity, 0).exp());
}

/**
 * Row i is φ(qᵢ)ᵀ Σⱼ φ(kⱼ)vⱼᵀ / φ(qᵢ)ᵀ Σⱼ φ(kⱼ): attention whose scores are φ(qᵢ)·φ(kⱼ), without a matrix of queries by keys.
 * Time and memory are O(keys + queries).
 *
 * @param q [..., queries, width]
 * @param k [..., keys, width]
 * @param v [..., keys, widthV]
 * @param options.featureMap φ; default {@link eluPlusOne}
 * @returns [..., queries, widthV]
 * @throws RangeError when the shapes do not fit.
 */
export function linearAttention(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  options: { featureMap?: FeatureMap } = {},
): Tensor {
  const { featureMap } = withDefaults('linearAttention', options, { featureMap: eluPlusOne as FeatureMap });
  const lead = show(q.shape.slice(0, -2));
  const fits =
    q.ndim >= 2 &&
    [k, v].every((x) => x.ndim === q.ndim && show(x.shape.slice(0, -2)) === lead) &&
    k.shape.at(-1) === q.shape.at(-1) &&
    k.shape.at(-2) === v.shape.at(-2);
  if (!fits) {
    throw new RangeError(
      `linearAttention: q ${show(q.shape)}, k ${show(k.shape)} and v ${show(v.shape)} do not fit: expected [..., queries, ` +
        'width], [..., keys, width] and [..., keys, any] with the same leading sizes.',
    );
  }
  const [queries, keys] = [featureMap(q), featureMap(k)];
  const summed = keys.matmul(v, { transposeA: true });
  const total = keys.sum(-2).unsqueeze(-1);
  return queries.matmul(summed).div(queries.matmul(total));
}

export interface LinearAttentionOptions extends LayerOptions {
  /** Default {@link eluPlusOne}. */
  featureMap?: FeatureMap;
  /** Default true. */
  bias?: boolean;
}

/**
 * Multi-head {@link linearAttention} with learnt projections, for long sequences. Neither masked nor causal.
 *
 * @example new LinearAttention(64, 4, { rng }).forward(x);         // [batch, length, 64], self-attention
 */
export class LinearAttention extends Module {
  readonly qProj: Linear;
  readonly kProj: Linear;
  readonly vProj: Linear;
  readonly outProj: Linear;
  private readonly featureMap: FeatureMap;

  /** @throws RangeError when the heads do not divide the embedding. */
  constructor(
    readonly embedDim: number,
    readonly numHeads: number,
    options: LinearAttentionOptions = {},
  ) {
    super();
    const {
      featureMap,
      bias,
      rng = new Generator(),
    } = withDefaults('LinearAttention', options, {
      featureMap: eluPlusOne as FeatureMap,
      bias: true,
      rng: NO_RNG,
    });
    if (embedDim % numHeads !== 0)
      throw new RangeError(`LinearAttention: ${numHeads} heads do not divide an embedding of ${embedDim}.`);
    const projection = () => new Linear(embedDim, embedDim, { bias, rng });
    [this.qProj, this.kProj, this.vProj] = [projection(), projection(), projection()];
    this.outProj = projection();
    this.featureMap = featureMap;
  }

  /**
   * @param query [batch, queries, embedDim]
   * @param key [batch, keys, embedDim]; default: the query
   * @param value like key; default: the key
   * @returns like query
   */
  override forward(query: Tensor, key: Tensor = query, value: Tensor = key): Tensor {
    const { featureMap, numHeads, embedDim } = this;
    const split = (x: Tensor) =>
      x.reshape([x.shape[0]!, x.shape[1]!, numHeads, embedDim / numHeads]).permute([0, 2, 1, 3]);
    const [q, k, v] = [this.qProj.forward(query), this.kProj.forward(key), this.vProj.forward(value)].map(
      split,
    );
    const heads = linearAttention(q!, k!, v!, { featureMap });
    return this.outProj.forward(heads.permute([0, 2, 1, 3]).reshape(query.shape));
  }
}
