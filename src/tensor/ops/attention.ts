// Attention over many heads and sequences at once. Heads are read where they lie, as columns of a projection or as a
// dimension of their own: strides take the place of copies.
import { gradOf, hasGrad, type Op, record } from '../autograd.js';
import { kernels } from '../engine.js';
import { ACTIVATION } from '../kernels/kernels.js';
import { broadcastStrides, type Shape, sameShape, sizeOf } from '../shape.js';
import { at, output, type Tensor } from '../tensor.js';

/** How matrices (one per sequence and head) lie in a tensor: strides in elements; the numbers of a row are contiguous. */
export interface Layout {
  /** The first number of the first matrix. */
  offset: number;
  batch: number;
  head: number;
  row: number;
}

/** Matrices, where they are. */
export interface Heads extends Layout {
  tensor: Tensor;
}

/** Sizes of an attention: sequences, heads, queries, keys, and numbers in a row of a query (or of a value). */
export interface AttentionSizes {
  batch: number;
  heads: number;
  queries: number;
  keys: number;
  width: number;
}

/** What the gradients need: the factors and the layout of the result. */
interface Saved {
  sizes: AttentionSizes;
  left: Heads;
  right: Heads;
  layout: Layout;
  scale: number;
}

/**
 * softmax(scale · q·kᵀ + mask) for every sequence and head.
 *
 * @param mask added to the scores before the softmax, broadcast to the result's shape; minus infinity excludes a key. A
 *   query without any key left gets zeros. No gradient flows to the mask.
 * @returns [batch, heads, queries, keys]
 */
export function attentionWeights(
  q: Heads,
  k: Heads,
  sizes: AttentionSizes,
  scale: number,
  mask: Tensor | null = null,
): Tensor {
  const { batch, heads, queries, keys, width } = sizes;
  const shape = [batch, heads, queries, keys];
  const full = mask === null ? null : fullRows(mask, shape);
  const strides = full === null ? [0, 0, 0] : broadcastStrides(full.shape, shape);
  const out = output(shape, sizeOf(shape));
  const layout = weightsLayout(sizes);
  products(sizes, 0, 1, queries, keys, width, q, at(q.tensor), k, at(k.tensor), layout, out.ptr, 0);
  const [b, h, row] = strides as [number, number, number];
  kernels.attentionSoftmax(
    out.ptr,
    batch,
    heads,
    queries,
    keys,
    scale,
    full === null ? 0 : at(full),
    b,
    h,
    row,
  );
  out.saved = { sizes, left: q, right: k, layout, scale } satisfies Saved;
  return record(out, WEIGHTS, q.tensor, k.tensor);
}

const WEIGHTS: Op = {
  name: 'attentionWeights',
  backward(out, dy) {
    const { sizes, left: q, right: k, layout, scale } = out.saved as Saved;
    const { batch, heads, queries, keys, width } = sizes;
    kernels.attentionSoftmaxGrad(out.ptr, dy, batch * heads * queries, keys, scale);
    intoGradient(q, batch * heads * queries * width, (dq, add) => {
      products(sizes, 0, 0, queries, width, keys, layout, dy, k, at(k.tensor), q, dq, add);
    });
    intoGradient(k, batch * heads * keys * width, (dk, add) => {
      products(sizes, 1, 0, keys, width, queries, layout, dy, q, at(q.tensor), k, dk, add);
    });
  },
};

/**
 * weights·v for every sequence and head.
 *
 * @param weights [batch, heads, queries, keys]
 * @param shape of the result, in which its matrices lie as `layout` tells
 */
export function attentionValues(
  weights: Tensor,
  v: Heads,
  sizes: AttentionSizes,
  shape: Shape,
  layout: Layout,
): Tensor {
  const out = output(shape, sizeOf(shape));
  const { queries, keys, width } = sizes;
  const left = { tensor: weights, ...weightsLayout(sizes) };
  products(sizes, 0, 0, queries, width, keys, left, at(weights), v, at(v.tensor), layout, out.ptr, 0);
  out.saved = { sizes, left, right: v, layout, scale: 1 } satisfies Saved;
  return record(out, VALUES, weights, v.tensor);
}

const VALUES: Op = {
  name: 'attentionValues',
  backward(out, dy) {
    const { sizes, left: p, right: v, layout } = out.saved as Saved;
    const { batch, heads, queries, keys, width } = sizes;
    intoGradient(p, p.tensor.size, (dp, add) => {
      products(sizes, 0, 1, queries, keys, width, layout, dy, v, at(v.tensor), p, dp, add);
    });
    intoGradient(v, batch * heads * keys * width, (dv, add) => {
      products(sizes, 1, 0, keys, width, queries, p, at(p.tensor), layout, dy, v, dv, add);
    });
  },
};

function weightsLayout({ heads, queries, keys }: AttentionSizes): Layout {
  return { offset: 0, batch: heads * queries * keys, head: queries * keys, row: keys };
}

/** C (+)= op(A)·op(B) for every sequence and head; op(A) is m × k, op(B) k × n; each with its layout and address. */
function products(
  { batch, heads }: AttentionSizes,
  transA: number,
  transB: number,
  m: number,
  n: number,
  k: number,
  a: Layout,
  ptrA: number,
  b: Layout,
  ptrB: number,
  c: Layout,
  ptrC: number,
  add: number,
): void {
  for (let h = 0; h < heads; h++) {
    const pa = ptrA + (a.offset + h * a.head) * 4;
    const pb = ptrB + (b.offset + h * b.head) * 4;
    const pc = ptrC + (c.offset + h * c.head) * 4;
    if (batch === 1) kernels.gemm(transA, transB, m, n, k, pa, a.row, pb, b.row, pc, c.row, add, 0, ACTIVATION.none);
    // biome-ignore format: one product
    else kernels.gemmBatched(transA, transB, batch, m, n, k, pa, a.row, a.batch, pb, b.row, b.batch, pc, c.row, c.batch, add);
  }
}

/** Calls `write` with the address of the gradient and whether to add to it; `size`: what the matrices cover of it. */
function intoGradient({ tensor }: Heads, size: number, write: (ptr: number, add: number) => void): void {
  if (!tensor.requiresGrad) return;
  const add = hasGrad(tensor);
  const ptr = gradOf(tensor);
  const partial = size < tensor.size;
  if (partial && !add) kernels.fill(ptr, tensor.size, 0);
  write(ptr, partial ? 1 : add);
}

/** A mask whose last dimension is expanded where it repeats. */
function fullRows(mask: Tensor, shape: Shape): Tensor {
  if (sameShape(mask.shape.slice(-1), shape.slice(-1))) return mask;
  return mask.expand([...mask.shape.slice(0, -1), shape.at(-1)!]);
}
