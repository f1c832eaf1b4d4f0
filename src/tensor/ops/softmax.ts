// Softmax and its logarithm along a dimension.
import { gradOf, hasGrad, type Op, record } from '../autograd.js';
import { kernels } from '../engine.js';
import { addMethods, at, output, type Tensor } from '../tensor.js';
import { float } from './common.js';
import { toLastDim } from './view.js';

class SoftmaxOp implements Op {
  constructor(
    readonly name: string,
    private readonly log: 0 | 1,
  ) {}

  apply(input: Tensor, dim: number): Tensor {
    return toLastDim(this.name, float(input), dim, (x) => {
      const out = output(x.shape, x.size);
      const n = x.shape.at(-1) ?? 1;
      kernels.softmax(at(x), out.ptr, n === 0 ? 0 : x.size / n, n, this.log);
      out.p = n;
      return record(out, this, x);
    });
  }

  backward(out: Tensor, dy: number): void {
    const x = out.a!;
    const add = hasGrad(x);
    kernels.softmaxGrad(out.ptr, dy, gradOf(x), out.size / out.p, out.p, this.log, add);
  }
}

const SOFTMAX = new SoftmaxOp('softmax', 0);
const LOG_SOFTMAX = new SoftmaxOp('logSoftmax', 1);

declare module '../tensor.js' {
  interface Tensor {
    /** e^x / sum of e^x along the dimension. */
    softmax(dim: number): Tensor;
    /** log of the softmax, without overflow. */
    logSoftmax(dim: number): Tensor;
  }
}

addMethods({
  softmax(dim) {
    return SOFTMAX.apply(this, dim);
  },
  logSoftmax(dim) {
    return LOG_SOFTMAX.apply(this, dim);
  },
});
