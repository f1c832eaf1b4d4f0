// Scaled dot-product attention (Vaswani et al. 2017) and its masks.
import { withDefaults } from '../io/options.js';
import { type Tensor, tensor, zeros } from '../tensor/index.js';
import {
  type AttentionSizes,
  attentionValues,
  attentionWeights,
  type Layout,
} from '../tensor/ops/attention.js';
import { sameShape, show } from '../tensor/shape.js';

export interface AttentionMasks {
  /**
   * Which keys a query may use, broadcast to [batch, heads, queries, keys]: float32 is added to the scores (0, or minus
   * infinity to exclude), int32 excludes where it is not 0.
   */
  attnMask?: Tensor | undefined;
  /** Each query sees its own and earlier keys only. */
  isCausal?: boolean;
}

export interface ScaledDotProductOptions extends AttentionMasks {
  /** What the scores are multiplied with. Default 1/√width. */
  scale?: number;
  /** Rows of q, k and v hold this many heads side by side, as projections leave them. Default 1. */
  heads?: number;
}

const DEFAULTS = {
  attnMask: undefined as Tensor | undefined,
  isCausal: false,
  scale: undefined as number | undefined,
  heads: 1,
};

/**
 * softmax(q·kᵀ · scale + mask)·v.
 *
 * @param q [..., queries, heads · width] with at most two leading dimensions (one when `heads` is more than 1)
 * @param k [..., keys, heads · width]
 * @param v [..., keys, heads · widthV]
 * @returns [..., queries, heads · widthV]
 * @throws RangeError when the shapes do not fit.
 */
export function scaledDotProductAttention(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  options: ScaledDotProductOptions = {},
): Tensor {
  const { attnMask, isCausal, scale, heads } = withDefaults('scaledDotProductAttention', options, DEFAULTS);
  const lead = q.shape.slice(0, -2);
  const [queries, keys] = [q.shape.at(-2)!, k.shape.at(-2)!];
  const [width, widthV] = [q.shape.at(-1)! / heads, v.shape.at(-1)! / heads];
  const fits =
    q.ndim >= 2 &&
    q.ndim <= (heads > 1 ? 3 : 4) &&
    Number.isInteger(width) &&
    Number.isInteger(widthV) &&
    sameShape(k.shape, [...lead, keys, q.shape.at(-1)!]) &&
    sameShape(v.shape, [...lead, keys, v.shape.at(-1)!]);
  if (!fits) {
    throw new RangeError(
      `scaledDotProductAttention: q ${show(q.shape)}, k ${show(k.shape)} and v ${show(v.shape)} with ${heads} heads do not ` +
        'fit: expected [..., queries, heads · width], [..., keys, heads · width] and [..., keys, heads · any] with the ' +
        'same leading sizes.',
    );
  }
  const [batch, outer] = lead.length === 2 ? (lead as [number, number]) : [lead[0] ?? 1, heads];
  const layout = (rows: number, w: number): Layout =>
    heads > 1
      ? { offset: 0, batch: rows * heads * w, head: w, row: heads * w }
      : { offset: 0, batch: outer * rows * w, head: rows * w, row: w };
  const sizes: AttentionSizes = { batch, heads: outer, queries, keys, width };
  const [left, right] = [
    { tensor: q, ...layout(queries, width) },
    { tensor: k, ...layout(keys, width) },
  ];
  const weights = attentionWeights(
    left,
    right,
    sizes,
    scale ?? 1 / Math.sqrt(width),
    combinedMask(sizes, attnMask, isCausal),
  );
  const values = { tensor: v, ...layout(keys, widthV) };
  const shape = [...lead, queries, v.shape.at(-1)!];
  return attentionValues(weights, values, { ...sizes, width: widthV }, shape, layout(queries, widthV));
}

/** Everything a query may not use, as one tensor to be added to the scores; null when there is nothing. @internal */
export function combinedMask(
  { batch, heads, queries, keys }: AttentionSizes,
  attnMask: Tensor | undefined,
  isCausal: boolean,
  keyPaddingMask?: Tensor,
): Tensor | null {
  const masks: Tensor[] = [];
  if (attnMask !== undefined) {
    // MultiheadAttention of PyTorch takes one mask per head as [batch · heads, queries, keys].
    const perHead = attnMask.ndim === 3 && attnMask.shape[0] === batch * heads;
    masks.push(excluding(perHead ? attnMask.reshape([batch, heads, queries, -1]) : attnMask));
  }
  if (isCausal) masks.push(causalMask(queries, keys));
  if (keyPaddingMask !== undefined) {
    const { shape } = keyPaddingMask;
    if (shape.length !== 2 || shape[0] !== batch || shape[1] !== keys) {
      throw new RangeError(
        `attention: keyPaddingMask must have shape [batch, keys] = [${batch}, ${keys}], got [${shape.join(', ')}].`,
      );
    }
    masks.push(excluding(keyPaddingMask.ne(0).int().reshape([batch, 1, 1, keys])));
  }
  const full = [batch, heads, queries, keys];
  for (const { shape } of masks) {
    const fits = shape.length <= 4 && shape.every((n, i) => n === 1 || n === full[i + 4 - shape.length]);
    if (fits) continue;
    throw new RangeError(
      `attention: a mask of shape [${shape.join(', ')}] does not broadcast to [batch, heads, queries, keys] = [${full.join(', ')}].`,
    );
  }
  return masks.length === 0 ? null : masks.reduce((sum, mask) => sum.add(mask));
}

/** An int32 mask as what is added to the scores. */
function excluding(mask: Tensor): Tensor {
  return mask.dtype === 'float32' ? mask : zeros(mask.shape).maskedFill(mask, -Infinity);
}

/** [queries, keys] with minus infinity where the key comes after the query, 0 elsewhere. */
export function causalMask(queries: number, keys = queries): Tensor {
  const values = new Float32Array(queries * keys);
  for (let i = 0; i < queries; i++) values.fill(-Infinity, i * keys + Math.min(i + 1, keys), (i + 1) * keys);
  return tensor(values, { shape: [queries, keys] });
}
