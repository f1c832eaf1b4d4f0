// Scaled dot-product attention (Vaswani et al. 2017) and its masks.
import { type Tensor, tensor, zeros } from '../tensor/index.js';
import {
  type AttentionSizes,
  attentionValues,
  attentionWeights,
  type Heads,
} from '../tensor/ops/attention.js';

export interface AttentionMasks {
  /**
   * Which keys a query may use, broadcast to [batch, heads, queries, keys]: float32 is added to the scores (0, or minus
   * infinity to exclude), int32 excludes where it is not 0.
   */
  attnMask?: Tensor | undefined;
  /** Each query sees its own and earlier keys only. */
  isCausal?: boolean;
}

/**
 * softmax(q·kᵀ · scale + mask)·v.
 *
 * @param q [..., queries, width] with at most two leading dimensions, as k and v
 * @param k [..., keys, width]
 * @param v [..., keys, widthV]
 * @param options.scale default 1/√width
 * @returns [..., queries, widthV]
 * @throws RangeError when the shapes do not fit.
 */
export function scaledDotProductAttention(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  { attnMask, isCausal = false, scale }: AttentionMasks & { scale?: number } = {},
): Tensor {
  const lead = q.shape.slice(0, -2);
  const same = (a: readonly number[], b: readonly number[]) =>
    a.length === b.length && a.every((n, i) => n === b[i]);
  const fits =
    q.ndim >= 2 &&
    q.ndim <= 4 &&
    same(k.shape, [...lead, k.shape.at(-2)!, q.shape.at(-1)!]) &&
    same(v.shape, [...lead, k.shape.at(-2)!, v.shape.at(-1)!]);
  if (!fits) {
    throw new RangeError(
      `scaledDotProductAttention: q [${q.shape.join(', ')}], k [${k.shape.join(', ')}] and v [${v.shape.join(', ')}] do not ` +
        'fit: expected [..., queries, width], [..., keys, width] and [..., keys, any] with the same leading sizes.',
    );
  }
  const [batch, heads] = lead.length === 2 ? (lead as [number, number]) : [lead[0] ?? 1, 1];
  const [queries, keys, width] = [q.shape.at(-2)!, k.shape.at(-2)!, q.shape.at(-1)!];
  const sizes: AttentionSizes = { batch, heads, queries, keys, width };
  const matrices = (t: Tensor): Heads => ({ tensor: t, ...stacked(heads, t.shape.at(-2)!, t.shape.at(-1)!) });
  const mask = combinedMask(sizes, attnMask, isCausal);
  const weights = attentionWeights(matrices(q), matrices(k), sizes, scale ?? 1 / Math.sqrt(width), mask);
  const widthV = v.shape.at(-1)!;
  const shape = [...lead, queries, widthV];
  return attentionValues(
    weights,
    matrices(v),
    { ...sizes, width: widthV },
    shape,
    stacked(heads, queries, widthV),
  );
}

/** Matrices of rows × width one after the other. */
function stacked(heads: number, rows: number, width: number) {
  return { offset: 0, batch: heads * rows * width, head: rows * width, row: width };
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
