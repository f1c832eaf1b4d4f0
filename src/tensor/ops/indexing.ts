// Picking and placing elements by index or mask.
import { gradOf, hasGrad, type Op, passGrad, record } from '../autograd.js';
import { heap, kernels } from '../engine.js';
import { broadcastShape, dimension, type Shape, sameShape, show, sizeOf } from '../shape.js';
import { addMethods, at, output, Tensor } from '../tensor.js';
import { addableGrad, float, requireInt, scalarAt } from './common.js';
import { type Blocks, blocks } from './reduce.js';

function checkRange(op: string, index: Tensor, bad: number, size: number): void {
  if (bad < 0) return;
  const value = heap.i32[(at(index) >>> 2) + bad];
  throw new RangeError(`${op}: index ${value} (element ${bad}) is outside 0..${size - 1}.`);
}

/** `x` cut to the sizes of the index in all dimensions but `d`, as in PyTorch. */
function cutTo(op: string, x: Tensor, index: Tensor, d: number): Tensor {
  let fits = index.ndim === x.ndim;
  let equal = fits;
  for (let i = 0; i < x.ndim && fits; i++) {
    if (i === d || index.shape[i] === x.shape[i]) continue;
    equal = false;
    fits = index.shape[i]! < x.shape[i]!;
  }
  if (equal) return x;
  if (!fits) {
    throw new RangeError(
      `${op}: an index of shape ${show(index.shape)} does not fit ${show(x.shape)}: it needs as many dimensions, ` +
        `and no larger sizes than it except in dimension ${d}.`,
    );
  }
  let cut = x;
  index.shape.forEach((size, i) => {
    if (i !== d && size < cut.shape[i]!) cut = cut.slice(i, 0, size);
  });
  return cut;
}

const GATHER: Op = {
  name: 'gather',
  backward(out, dy) {
    const x = out.a!;
    const { outer, n, inner } = out.saved as Blocks;
    kernels.scatterAdd(dy, at(out.b!), addableGrad(x), outer, n, out.p, inner);
  },
};

const SCATTER_ADD: Op = {
  name: 'scatterAdd',
  backward(out, dy) {
    const [x, index, src] = [out.a!, out.b!, out.c!];
    const { outer, n, inner } = out.saved as Blocks;
    if (src.requiresGrad) {
      const add = hasGrad(src);
      kernels.gather(dy, at(index), gradOf(src), outer, n, out.p, inner, add);
    }
    if (x.requiresGrad) passGrad(x, dy);
  },
};

const INDEX_SELECT: Op = {
  name: 'indexSelect',
  backward(out, dy) {
    const x = out.a!;
    const { outer, n, inner } = out.saved as Blocks;
    kernels.indexAdd(dy, at(out.b!), addableGrad(x), outer, n, out.b!.size, inner);
  },
};
const EMBEDDING: Op = { ...INDEX_SELECT, name: 'embedding' };

function selectRows(op: Op, x: Tensor, d: number, index: Tensor, shape: Shape): Tensor {
  requireInt(op.name, index);
  const middle = blocks(x.shape, d, d + 1);
  const out = output(shape, sizeOf(shape), x.dtype);
  const { outer, n, inner } = middle;
  checkRange(op.name, index, kernels.indexSelect(at(x), at(index), out.ptr, outer, n, index.size, inner), n);
  out.saved = middle;
  return record(out, op, x, index);
}

/** Rows of `weight` [count, size] by int32 `index` of any shape: [...index.shape, size]. @throws RangeError for an index outside. */
export function embedding(index: Tensor, weight: Tensor): Tensor {
  return selectRows(EMBEDDING, weight, 0, index, [...index.shape, weight.shape[1]!]);
}

const WHERE: Op = {
  name: 'where',
  backward(out, dy) {
    const [a, b, mask] = [out.a!, out.b, out.c!];
    const zero = scalarAt(0);
    if (b?.requiresGrad) {
      const add = hasGrad(b);
      kernels.where(at(mask), zero, 0, dy, 1, gradOf(b), out.size, add);
    }
    if (a.requiresGrad) {
      const add = hasGrad(a);
      kernels.where(at(mask), dy, 1, zero, 0, gradOf(a), out.size, add);
    }
  },
};

/** What fills the places: a tensor read along, or one number. */
type Source = Tensor | number;

function source(value: Source, shape: Shape): Source {
  return typeof value === 'number' ? value : float(value).expand(shape);
}

/** Address and stride of what fills the places. */
function read(value: Source): [ptr: number, stride: number] {
  return typeof value === 'number' ? [scalarAt(value), 0] : [at(value), 1];
}

/** `a` where the mask is not 0, `b` elsewhere; all three broadcast. */
export function where(mask: Tensor, a: Tensor | number, b: Tensor | number): Tensor {
  let shape: Shape = mask.shape;
  for (const value of [a, b]) {
    if (value instanceof Tensor && !sameShape(value.shape, shape))
      shape = broadcastShape('where', shape, value.shape);
  }
  const m = mask.expand(shape);
  const [x, y] = [source(a, shape), source(b, shape)];
  const out = output(shape, sizeOf(shape));
  kernels.where(at(m), ...read(x), ...read(y), out.ptr, out.size, 0);
  return record(out, WHERE, x instanceof Tensor ? x : m, y instanceof Tensor ? y : null, m);
}

declare module '../tensor.js' {
  interface Tensor {
    /** Element (i, j, …) of the result is this[i, index[i, j, …], …] along the dimension; int32 index of equal rank. */
    gather(dim: number, index: Tensor): Tensor;
    /** A copy with `src` added at the positions the index names along the dimension. */
    scatterAdd(dim: number, index: Tensor, src: Tensor): Tensor;
    /** The parts at the positions of an int32 vector, in its order. */
    indexSelect(dim: number, index: Tensor): Tensor;
    /** `value` where the mask is not 0; the mask broadcasts. */
    maskedFill(mask: Tensor, value: number): Tensor;
  }
}

addMethods({
  gather(dim, index) {
    requireInt('gather', index);
    const d = dimension('gather', dim, this.shape);
    const x = cutTo('gather', this, index, d);
    const middle = blocks(x.shape, d, d + 1);
    const m = index.shape[d] ?? 1;
    const out = output(index.shape, index.size, x.dtype);
    const { outer, n, inner } = middle;
    checkRange('gather', index, kernels.gather(at(x), at(index), out.ptr, outer, n, m, inner, 0), n);
    out.saved = middle;
    out.p = m;
    return record(out, GATHER, x, index);
  },
  scatterAdd(dim, index, src) {
    requireInt('scatterAdd', index);
    const d = dimension('scatterAdd', dim, this.shape);
    const fits =
      index.ndim === this.ndim && index.shape.every((size, i) => i === d || size === this.shape[i]);
    if (!fits || !sameShape(index.shape, src.shape)) {
      throw new RangeError(
        `scatterAdd: index ${show(index.shape)} and src ${show(src.shape)} must be equal, and equal ${show(this.shape)} ` +
          `in all dimensions but ${dim}.`,
      );
    }
    const middle = blocks(this.shape, d, d + 1);
    const { outer, n, inner } = middle;
    const m = index.shape[d] ?? 1;
    const [x, from] = [float(this), float(src)];
    const out = output(x.shape, x.size);
    kernels.copy(at(x), out.ptr, x.size, 0);
    checkRange('scatterAdd', index, kernels.scatterAdd(at(from), at(index), out.ptr, outer, n, m, inner), n);
    out.saved = middle;
    out.p = m;
    return record(out, SCATTER_ADD, x, index, from);
  },
  indexSelect(dim, index) {
    const d = dimension('indexSelect', dim, this.shape);
    const shape = [...this.shape];
    shape[d] = index.size;
    return selectRows(INDEX_SELECT, this, d, index, shape);
  },
  maskedFill(mask, value) {
    const shape = broadcastShape('maskedFill', this.shape, mask.shape);
    const [m, x] = [mask.expand(shape), float(this).expand(shape)];
    const out = output(shape, x.size);
    kernels.where(at(m), scalarAt(value), 0, at(x), 1, out.ptr, out.size, 0);
    return record(out, WHERE, m, x, m);
  },
});
