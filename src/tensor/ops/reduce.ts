// Reductions: sum, mean, extremes and their positions, variance, log-sum-exp, running sums.
import { withDefaults } from '../../io/options.js';
import { arena } from '../arena.js';
import { gradOf, hasGrad, type Op, record } from '../autograd.js';
import { kernels } from '../engine.js';
import { Unary } from '../kernels/assembly/codes.js';
import { dimension, type Shape, sizeOf } from '../shape.js';
import { addMethods, at, output, type Tensor } from '../tensor.js';
import { addableGrad, constant, constantOp, float, scalarAt } from './common.js';
import { toLastDim } from './view.js';

/** One dimension, several, or all when left out. */
export type Dims = number | readonly number[] | undefined;

/** A tensor as outer × n × inner around the dimensions `from` to `to` (excluded). */
export interface Blocks {
  outer: number;
  n: number;
  inner: number;
}

export function blocks(shape: Shape, from: number, to: number): Blocks {
  let [outer, n, inner] = [1, 1, 1];
  for (let d = 0; d < shape.length; d++) {
    if (d < from) outer *= shape[d]!;
    else if (d < to) n *= shape[d]!;
    else inner *= shape[d]!;
  }
  return { outer, n, inner };
}

function sortedDims(op: string, dims: Dims, shape: Shape): number[] {
  if (dims === undefined) return shape.map((_, d) => d);
  const list = typeof dims === 'number' ? [dims] : dims;
  const sorted = list.map((d) => dimension(op, d, shape)).sort((a, b) => a - b);
  const twice = sorted.find((d, i) => d === sorted[i + 1]);
  if (twice !== undefined) throw new RangeError(`${op}: dimension ${twice} is named twice.`);
  return sorted;
}

function without(shape: Shape, dims: readonly number[], keepdim: boolean): number[] {
  return keepdim
    ? shape.map((size, d) => (dims.includes(d) ? 1 : size))
    : shape.filter((_, d) => !dims.includes(d));
}

const SUM: Op = {
  name: 'sum',
  backward(out, dy) {
    const x = out.a!;
    const { outer, n, inner } = out.saved as Blocks;
    const add = hasGrad(x);
    kernels.reduceSumGrad(dy, gradOf(x), outer, n, inner, out.p, add);
  },
};
const MEAN: Op = { ...SUM, name: 'mean' };

function sumBlocks(op: Op, x: Tensor, shape: Shape, middle: Blocks, scale: number): Tensor {
  const out = output(shape, middle.outer * middle.inner);
  kernels.reduceSum(at(x), out.ptr, middle.outer, middle.n, middle.inner, scale);
  out.saved = middle;
  out.p = scale;
  return record(out, op, x);
}

function sumOver(op: Op, input: Tensor, dims: Dims, keepdim: boolean, mean: boolean): Tensor {
  const x = float(input);
  if (dims === undefined && !keepdim) {
    return sumBlocks(op, x, [], { outer: 1, n: x.size, inner: 1 }, mean ? 1 / x.size : 1);
  }
  const list = sortedDims(op.name, dims, x.shape);
  const shape = without(x.shape, list, keepdim);
  let result = x;
  // Neighbouring dimensions are summed together, from the last on, so that the numbers of the others stay valid.
  for (let end = list.length; end > 0; ) {
    let start = end - 1;
    while (start > 0 && list[start - 1] === list[start]! - 1) start--;
    const middle = blocks(result.shape, list[start]!, list[end - 1]! + 1);
    const rest = start === 0 ? shape : without(result.shape, list.slice(start, end), false);
    result = sumBlocks(op, result, rest, middle, mean ? 1 / middle.n : 1);
    end = start;
  }
  return result === x ? x.reshape(shape) : result;
}

const MAX: Op = {
  name: 'max',
  backward(out, dy) {
    const x = out.a!;
    const { outer, n, inner } = out.saved as Blocks;
    kernels.scatterAdd(dy, at(out.c!), addableGrad(x), outer, n, 1, inner);
  },
};
const MIN: Op = { ...MAX, name: 'min' };
const ARGMAX = constantOp('argmax');
const ARGMIN = constantOp('argmin');

export interface Extreme {
  values: Tensor;
  /** Position of the (first) extreme along the dimension, int32. */
  indices: Tensor;
}

function extreme(op: Op, argOp: Op, sign: number, input: Tensor, dim: number, keepdim: boolean): Extreme {
  const x = float(input);
  const d = dimension(op.name, dim, x.shape);
  const middle = blocks(x.shape, d, d + 1);
  if (middle.n === 0) throw new RangeError(`${op.name}: dimension ${dim} is empty, so it has no extreme.`);
  const shape = without(x.shape, [d], keepdim);
  const size = middle.outer * middle.inner;
  const values = output(shape, size);
  const indices = output(shape, size, 'int32');
  kernels.reduceExtreme(at(x), values.ptr, indices.ptr, middle.outer, middle.n, middle.inner, sign);
  values.saved = middle;
  return { values: record(values, op, x, null, indices), indices: constant(indices, argOp, x) };
}

const LOGSUMEXP: Op = {
  name: 'logsumexp',
  backward(out, dy) {
    const x = out.a!;
    const add = hasGrad(x);
    kernels.logsumexpGrad(at(x), out.ptr, dy, gradOf(x), out.size, x.size / out.size, add);
  },
};

const VAR: Op = {
  name: 'var',
  backward(out, dy) {
    const x = out.a!;
    const add = hasGrad(x);
    kernels.varianceGrad(at(x), dy, gradOf(x), out.size, x.size / out.size, out.p, add);
  },
};

const STD: Op = {
  name: 'std',
  backward(out, dy) {
    // d√v = dv / (2·√v); where all values are equal the slope is taken as 0, as in PyTorch.
    const [slope, zero] = [arena.allocate(out.size), scalarAt(0)];
    kernels.unaryGrad(Unary.sqrt, out.ptr, out.ptr, dy, slope, out.size, 0, 0, 0);
    kernels.where(out.ptr, slope, 1, zero, 0, slope, out.size, 0);
    VAR.backward(out, slope);
  },
};

const CUMSUM: Op = {
  name: 'cumsum',
  backward(out, dy) {
    const x = out.a!;
    const add = hasGrad(x);
    const n = x.shape.at(-1) ?? 1;
    kernels.cumsum(dy, gradOf(x), n === 0 ? 0 : x.size / n, n, 1, add);
  },
};

/** Reduces rows: the reduced dimensions are moved to the end and walked as one. */
function overRows(
  op: Op,
  input: Tensor,
  dims: Dims,
  keepdim: boolean,
  run: (x: Tensor, out: Tensor, n: number) => void,
) {
  const x = float(input);
  const list = sortedDims(op.name, dims, x.shape);
  const rest = x.shape.map((_, d) => d).filter((d) => !list.includes(d));
  const rows = x.permute([...rest, ...list]);
  const shape = without(x.shape, list, keepdim);
  const out = output(shape, sizeOf(shape));
  run(rows, out, sizeOf(list.map((d) => x.shape[d]!)));
  return record(out, op, rows);
}

const VARIANCE_OPTIONS = { ddof: 1, keepdim: false };

function variance(op: Op, x: Tensor, dims: Dims, options: VarianceOptions): Tensor {
  const { ddof, keepdim } = withDefaults(op.name, options, VARIANCE_OPTIONS);
  return overRows(op, x, dims, keepdim, (rows, out, n) => {
    // With a divisor of zero the result is NaN, as in PyTorch, or infinity; it does not become negative.
    out.p = Math.min(ddof, n);
    kernels.variance(at(rows), out.ptr, out.size, n, out.p);
    if (op === STD) kernels.unary(Unary.sqrt, out.ptr, out.ptr, out.size, 0, 0);
  });
}

export interface VarianceOptions {
  /** The divisor is n - ddof: 1 (default) for a sample's estimate, 0 for the population. */
  ddof?: number;
  keepdim?: boolean;
}

declare module '../tensor.js' {
  interface Tensor {
    /** Over one dimension, several, or all. */
    sum(dim?: Dims, keepdim?: boolean): Tensor;
    mean(dim?: Dims, keepdim?: boolean): Tensor;
    /** The largest value of all, or along a dimension with its position; the gradient goes to the first one. */
    max(): Tensor;
    max(dim: number, keepdim?: boolean): Extreme;
    min(): Tensor;
    min(dim: number, keepdim?: boolean): Extreme;
    /** Position of the first largest value along a dimension, or among all values row by row; int32. */
    argmax(dim?: number, keepdim?: boolean): Tensor;
    argmin(dim?: number, keepdim?: boolean): Tensor;
    var(dim?: Dims, options?: VarianceOptions): Tensor;
    std(dim?: Dims, options?: VarianceOptions): Tensor;
    /** log of the sum of exponentials, without overflow. */
    logsumexp(dim?: Dims, keepdim?: boolean): Tensor;
    /** Running sums along a dimension. */
    cumsum(dim: number): Tensor;
  }
}

function methodFor(op: Op, argOp: Op, sign: number) {
  function pick(this: Tensor): Tensor;
  function pick(this: Tensor, dim: number, keepdim?: boolean): Extreme;
  function pick(this: Tensor, dim?: number, keepdim = false): Tensor | Extreme {
    if (dim === undefined) return extreme(op, argOp, sign, this.flatten(), 0, false).values;
    return extreme(op, argOp, sign, this, dim, keepdim);
  }
  return pick;
}

addMethods({
  sum(dim, keepdim = false) {
    return sumOver(SUM, this, dim, keepdim, false);
  },
  mean(dim, keepdim = false) {
    return sumOver(MEAN, this, dim, keepdim, true);
  },
  max: methodFor(MAX, ARGMAX, 1),
  min: methodFor(MIN, ARGMIN, -1),
  argmax(dim, keepdim = false) {
    const x = dim === undefined ? this.flatten() : this;
    return extreme(ARGMAX, ARGMAX, 1, x.detach(), dim ?? 0, keepdim).indices;
  },
  argmin(dim, keepdim = false) {
    const x = dim === undefined ? this.flatten() : this;
    return extreme(ARGMIN, ARGMIN, -1, x.detach(), dim ?? 0, keepdim).indices;
  },
  var(dim, options = {}) {
    return variance(VAR, this, dim, options);
  },
  std(dim, options = {}) {
    return variance(STD, this, dim, options);
  },
  logsumexp(dim, keepdim = false) {
    return overRows(LOGSUMEXP, this, dim, keepdim, (rows, out, n) => {
      kernels.logsumexp(at(rows), out.ptr, out.size, n);
    });
  },
  cumsum(dim) {
    return toLastDim('cumsum', float(this), dim, (x) => {
      const out = output(x.shape, x.size);
      const n = x.shape.at(-1) ?? 1;
      kernels.cumsum(at(x), out.ptr, n === 0 ? 0 : x.size / n, n, 0, 0);
      return record(out, CUMSUM, x);
    });
  },
});
