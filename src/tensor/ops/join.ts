// Joining tensors along a dimension.
import { arena } from '../arena.js';
import { type Op, passGrad } from '../autograd.js';
import { kernels } from '../engine.js';
import { dimension, show, sizeOf } from '../shape.js';
import { at, output, type Tensor } from '../tensor.js';
import { intsAt, recordMany, savedInputs } from './common.js';

const CAT: Op = {
  name: 'cat',
  inputs: savedInputs,
  backward(out, dy) {
    const step = out.q;
    let offset = 0;
    for (const x of out.saved as Tensor[]) {
      const width = out.size === 0 ? 0 : x.size / out.p;
      if (x.requiresGrad) {
        const part = arena.allocate(x.size);
        kernels.copyStrided(dy + offset * 4, part, 2, intsAt([out.p, width], [step, 1]));
        passGrad(x, part);
      }
      offset += width;
    }
  },
};

/**
 * Joins tensors along a dimension; all other sizes must be equal.
 *
 * @throws RangeError naming the two shapes that do not fit.
 */
export function cat(tensors: readonly Tensor[], dim = 0): Tensor {
  const first = tensors[0];
  if (!first) throw new RangeError('cat: needs at least one tensor.');
  const d = dimension('cat', dim, first.shape);
  const shape = [...first.shape];
  shape[d] = 0;
  for (const x of tensors) {
    const fits = x.ndim === first.ndim && x.shape.every((size, i) => i === d || size === first.shape[i]);
    if (!fits || x.dtype !== first.dtype) {
      throw new RangeError(
        `cat: ${show(first.shape)} ${first.dtype} and ${show(x.shape)} ${x.dtype} cannot be joined along dimension ${dim}; ` +
          'all other sizes and the type must be equal.',
      );
    }
    shape[d]! += x.shape[d]!;
  }
  const out = output(shape, sizeOf(shape), first.dtype);
  // The result as a matrix: rows before the dimension, everything from it on in a row.
  const rows = sizeOf(shape.slice(0, d));
  const step = sizeOf(shape.slice(d));
  let offset = 0;
  for (const x of tensors) {
    const width = rows === 0 ? 0 : x.size / rows;
    kernels.writeStrided(at(x), out.ptr + offset * 4, 2, intsAt([rows, width], [step, 1]), 0);
    offset += width;
  }
  out.p = rows;
  out.q = step;
  return recordMany(out, CAT, [...tensors]);
}

/** Joins tensors of one shape along a new dimension. */
export function stack(tensors: readonly Tensor[], dim = 0): Tensor {
  return cat(
    tensors.map((x) => x.unsqueeze(dim)),
    tensors[0] && dim < 0 ? dim + tensors[0].ndim + 1 : dim,
  );
}
