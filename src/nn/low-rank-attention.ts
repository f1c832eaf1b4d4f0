// Attention weights as a product of thin matrices: applied to values in O(n·rank·width) instead of O(n²·width).
import type { Tensor } from '../tensor/index.js';
import { show } from '../tensor/shape.js';
import { Module, persistent } from './module.js';

/** A singular value decomposition p = u·diag(s)·vᵀ, the largest value first, as `svd` of `trainyard/linalg` gives it. */
export interface SingularFactors {
  /** [queries, r] */
  u: Tensor;
  /** [r] */
  s: Tensor;
  /** [keys, r] */
  v: Tensor;
}

/**
 * P·X ≈ u·(s·(vᵀ·X)) with the `rank` largest singular values of the attention weights P: the best approximation of that
 * rank (Eckart & Young 1936), whose error is the root of the sum of squares of those left out. No gradient flows to P.
 *
 * @example
 * import { svd } from 'trainyard/linalg';
 * const weights = q.matmul(k, { transposeB: true }).div(Math.sqrt(width)).softmax(-1);
 * const layer = new LowRankAttention(svd(weights), 16);
 * layer.forward(values);                                   // [queries, width] of values [keys, width]
 */
export class LowRankAttention extends Module {
  /** [queries, rank], the left vectors times their values. */
  readonly left: Tensor;
  /** [keys, rank] */
  readonly right: Tensor;

  /** @throws RangeError when the factors do not fit together, or have not that many singular values. */
  constructor(
    { u, s, v }: SingularFactors,
    readonly rank: number,
  ) {
    super();
    const r = s.size;
    if (u.ndim !== 2 || v.ndim !== 2 || u.shape[1] !== r || v.shape[1] !== r) {
      throw new RangeError(
        `LowRankAttention: u ${show(u.shape)}, s ${show(s.shape)} and v ${show(v.shape)} do not fit: expected [queries, r], [r] and [keys, r].`,
      );
    }
    if (!Number.isSafeInteger(rank) || rank < 1 || rank > r)
      throw new RangeError(`LowRankAttention: rank must be an integer from 1 to ${r}, got ${rank}.`);
    this.left = persistent(u.slice(1, 0, rank).mul(s.slice(0, 0, rank)));
    this.right = persistent(v.slice(1, 0, rank));
  }

  /**
   * @param x values, [keys, width], perhaps with leading sizes
   * @returns [queries, width]
   */
  override forward(x: Tensor): Tensor {
    return this.left.matmul(this.right.matmul(x, { transposeA: true }));
  }
}
