// Shape operations. All but the aliases are one copy kernel, told with which strides to read its source.
import { gradOf, hasGrad, isRecording, type Op, passGrad, record } from '../autograd.js';
import { kernels } from '../engine.js';
import {
  broadcastStrides,
  collapse,
  dimension,
  type Shape,
  sameShape,
  show,
  sizeOf,
  stridesOf,
} from '../shape.js';
import { addMethods, alias, at, hostLeaf, output, type Tensor } from '../tensor.js';
import { constantOp, intsAt } from './common.js';

/** How a result reads its source: from element `offset`, with a stride per dimension (collapsed). */
interface Reading {
  shape: number[];
  strides: number[];
  offset: number;
  /** Every source element is read exactly once. */
  onto: boolean;
}

class ReadOp implements Op {
  constructor(
    readonly name: string,
    private readonly onto = false,
  ) {}

  /** A tensor of `shape` whose element at (i, j, …) is x[offset + i·strides[0] + j·strides[1] + …]. */
  apply(x: Tensor, shape: Shape, strides: readonly number[], offset = 0): Tensor {
    const [collapsed, steps] = collapse(shape, strides) as [number[], number[]];
    const out = output(shape, sizeOf(shape), x.dtype);
    kernels.copyStrided(at(x) + offset * 4, out.ptr, collapsed.length, intsAt(collapsed, steps));
    out.saved = { shape: collapsed, strides: steps, offset, onto: this.onto } satisfies Reading;
    return record(out, this, x);
  }

  backward(out: Tensor, dy: number): void {
    const x = out.a!;
    const { shape, strides, offset, onto } = out.saved as Reading;
    const add = hasGrad(x);
    const dx = gradOf(x);
    if (!add && !onto) kernels.fill(dx, x.size, 0);
    kernels.writeStrided(dy, dx + offset * 4, shape.length, intsAt(shape, strides), onto ? add : 1);
  }
}

const PERMUTE = new ReadOp('permute', true);
const FLIP = new ReadOp('flip', true);
const SLICE = new ReadOp('slice');
const EXPAND = new ReadOp('expand');
const REPEAT = new ReadOp('repeatInterleave');
const CLONE = new ReadOp('clone', true);

const RESHAPE: Op = {
  name: 'reshape',
  backward(out, dy) {
    passGrad(out.a!, dy);
  },
};
const DETACH = constantOp('detach');

/** The same values under another shape, without a copy. */
function reshaped(x: Tensor, shape: Shape): Tensor {
  if (sameShape(shape, x.shape)) return x;
  if (x.host && !(x.requiresGrad && isRecording())) return hostLeaf(x.host, shape);
  return record(alias(x, shape), RESHAPE, x);
}

/** Replaces one -1 by what the others leave. @throws RangeError when the sizes do not match. */
function inferred(x: Tensor, shape: Shape): number[] {
  const known = shape.reduce((product, size) => (size === -1 ? product : product * size), 1);
  const free = shape.indexOf(-1);
  const result = [...shape];
  if (free >= 0) result[free] = known === 0 ? 0 : x.size / known;
  if (sizeOf(result) !== x.size || result.some((size) => !Number.isInteger(size) || size < 0)) {
    throw new RangeError(
      `reshape: ${show(x.shape)} has ${x.size} elements and cannot become ${show(shape)}; ` +
        'the product of the sizes must stay, and at most one size may be -1.',
    );
  }
  return result;
}

/** Applies a function of rows along any dimension, by moving that dimension to the end and back. */
export function toLastDim(op: string, x: Tensor, dim: number, fn: (x: Tensor) => Tensor): Tensor {
  const d = dimension(op, dim, x.shape);
  if (d >= x.ndim - 1) return fn(x);
  return fn(x.transpose(d, -1)).transpose(d, -1);
}

declare module '../tensor.js' {
  interface Tensor {
    /** The same values, row by row, under another shape; one size may be -1. No copy. */
    reshape(shape: Shape): Tensor;
    /** Dimensions `start` to `end` (included) as one. */
    flatten(start?: number, end?: number): Tensor;
    /** A new dimension of size 1. */
    unsqueeze(dim: number): Tensor;
    /** Without the given dimension if its size is 1, or without all of size 1. */
    squeeze(dim?: number): Tensor;
    /** The dimensions in another order. */
    permute(dims: readonly number[]): Tensor;
    transpose(a: number, b: number): Tensor;
    /** Elements start, start + step, … below end along a dimension; negative positions count from the end. */
    slice(dim: number, start?: number, end?: number, step?: number): Tensor;
    /** The part at one position, without that dimension. */
    select(dim: number, index: number): Tensor;
    /** Repeats dimensions of size 1; -1 keeps a size. */
    expand(shape: Shape): Tensor;
    /** Each element along the dimension `repeats` times in a row. */
    repeatInterleave(repeats: number, dim: number): Tensor;
    /** Backwards along the dimensions. */
    flip(dims: readonly number[]): Tensor;
    /** The same values, without history: no gradient flows back. */
    detach(): Tensor;
    /** A copy; gradients flow through it. */
    clone(): Tensor;
  }
}

addMethods({
  reshape(shape) {
    return reshaped(this, inferred(this, shape));
  },
  flatten(start = 0, end = -1) {
    if (this.ndim === 0) return reshaped(this, [1]);
    const from = dimension('flatten', start, this.shape);
    const to = dimension('flatten', end, this.shape);
    const { shape } = this;
    return reshaped(this, [
      ...shape.slice(0, from),
      sizeOf(shape.slice(from, to + 1)),
      ...shape.slice(to + 1),
    ]);
  },
  unsqueeze(dim) {
    const d = dimension('unsqueeze', dim, this.shape, 1);
    return reshaped(this, [...this.shape.slice(0, d), 1, ...this.shape.slice(d)]);
  },
  squeeze(dim) {
    if (dim === undefined)
      return reshaped(
        this,
        this.shape.filter((size) => size !== 1),
      );
    const d = dimension('squeeze', dim, this.shape);
    return reshaped(
      this,
      this.shape.filter((size, i) => i !== d || size !== 1),
    );
  },
  permute(dims) {
    const order = dims.map((d) => dimension('permute', d, this.shape));
    if (order.length !== this.ndim || new Set(order).size !== order.length) {
      throw new RangeError(`permute: ${show(dims)} must name each dimension of ${show(this.shape)} once.`);
    }
    if (order.every((d, i) => d === i)) return this;
    const strides = stridesOf(this.shape);
    return PERMUTE.apply(
      this,
      order.map((d) => this.shape[d]!),
      order.map((d) => strides[d]!),
    );
  },
  transpose(a, b) {
    const order = this.shape.map((_, d) => d);
    const [i, j] = [dimension('transpose', a, this.shape), dimension('transpose', b, this.shape)];
    [order[i], order[j]] = [order[j]!, order[i]!];
    return this.permute(order);
  },
  slice(dim, start = 0, end = Infinity, step = 1) {
    const d = dimension('slice', dim, this.shape);
    if (!Number.isInteger(step) || step < 1)
      throw new RangeError(`slice: step must be 1 or more, got ${step}; use flip to go backwards.`);
    const size = this.shape[d]!;
    const clip = (i: number) => Math.min(Math.max(i < 0 ? i + size : i, 0), size);
    const [from, to] = [clip(start), clip(end)];
    const strides = stridesOf(this.shape);
    const shape = [...this.shape];
    shape[d] = Math.max(0, Math.ceil((to - from) / step));
    const offset = from * strides[d]!;
    strides[d]! *= step;
    return SLICE.apply(this, shape, strides, offset);
  },
  select(dim, index) {
    const d = dimension('select', dim, this.shape);
    const size = this.shape[d]!;
    const i = index < 0 ? index + size : index;
    if (!(Number.isInteger(i) && i >= 0 && i < size)) {
      throw new RangeError(
        `select: position ${index} does not exist in dimension ${dim} of ${show(this.shape)}.`,
      );
    }
    return reshaped(
      this.slice(d, i, i + 1),
      this.shape.filter((_, k) => k !== d),
    );
  },
  expand(shape) {
    const shift = shape.length - this.ndim;
    const to = shape.map((size, i) => (size === -1 ? (this.shape[i - shift] ?? -1) : size));
    const fits =
      shift >= 0 &&
      to.every(
        (size, i) =>
          size >= 0 && (i < shift || this.shape[i - shift] === size || this.shape[i - shift] === 1),
      );
    if (!fits) {
      throw new RangeError(
        `expand: ${show(this.shape)} cannot become ${show(shape)}; only dimensions of size 1 (and new ones in front) can be repeated.`,
      );
    }
    return sameShape(to, this.shape) ? this : EXPAND.apply(this, to, broadcastStrides(this.shape, to));
  },
  repeatInterleave(repeats, dim) {
    const d = dimension('repeatInterleave', dim, this.shape);
    const strides = stridesOf(this.shape);
    const insert = (row: readonly number[], value: number) => [
      ...row.slice(0, d + 1),
      value,
      ...row.slice(d + 1),
    ];
    const shape = this.shape.map((size, i) => (i === d ? size * repeats : size));
    return reshaped(REPEAT.apply(this, insert(this.shape, repeats), insert(strides, 0)), shape);
  },
  flip(dims) {
    const strides = stridesOf(this.shape);
    let offset = 0;
    for (const dim of dims) {
      const d = dimension('flip', dim, this.shape);
      offset += Math.max(0, this.shape[d]! - 1) * strides[d]!;
      strides[d] = -strides[d]!;
    }
    return FLIP.apply(this, this.shape, strides, offset);
  },
  detach() {
    if (!this.requiresGrad) return this;
    if (this.host) return hostLeaf(this.host, this.shape);
    const out = alias(this, this.shape);
    out.op = DETACH;
    return out;
  },
  clone() {
    return CLONE.apply(this, this.shape, stridesOf(this.shape));
  },
});
