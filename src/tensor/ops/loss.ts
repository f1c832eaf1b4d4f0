// Losses of pairs of values with their reduction, fused: one kernel and a sum forward, one kernel backward.
import { arena } from '../arena.js';
import { gradOf, hasGrad, type Op, record } from '../autograd.js';
import { kernels } from '../engine.js';
import { Binary } from '../kernels/assembly/codes.js';
import { sameShape, show } from '../shape.js';
import { at, output, type Tensor } from '../tensor.js';
import { float } from './common.js';

/** What becomes of the losses of single elements. */
export type Reduction = 'none' | 'mean' | 'sum';

class PairLossOp implements Op {
  constructor(
    readonly name: string,
    private readonly code: Binary,
  ) {}

  apply(input: Tensor, target: Tensor, reduction: Reduction, p = 0): Tensor {
    const [x, y] = [float(input), float(target)];
    if (reduction !== 'none' && reduction !== 'mean' && reduction !== 'sum') {
      throw new RangeError(`${this.name}: reduction must be none, mean or sum, got '${reduction}'.`);
    }
    if (!sameShape(x.shape, y.shape)) {
      throw new RangeError(
        `${this.name}: input ${show(x.shape)} and target ${show(y.shape)} must have the same shape; ` +
          'reshape one of them (losses do not broadcast, because that hides mistakes).',
      );
    }
    const single = reduction === 'none';
    const out = single ? output(x.shape, x.size) : output([], 1);
    const each = single ? out.ptr : arena.allocate(x.size);
    kernels.binary(this.code, at(x), 1, at(y), 1, each, x.size, p);
    const scale = reduction === 'mean' ? 1 / x.size : 1;
    if (!single) kernels.reduceSum(each, out.ptr, 1, x.size, 1, scale);
    out.p = p;
    out.q = scale;
    out.saved = single ? 1 : 0;
    return record(out, this, x, y);
  }

  backward(out: Tensor, dy: number): void {
    for (const side of [0, 1]) {
      const [a, b] = [out.a!, out.b!];
      const x = side === 0 ? a : b;
      if (!x.requiresGrad) continue;
      const add = hasGrad(x);
      const strideDy = out.saved as number;
      kernels.binaryGrad(
        this.code,
        side,
        at(a),
        1,
        at(b),
        1,
        dy,
        strideDy,
        gradOf(x),
        x.size,
        out.p,
        out.q,
        add,
      );
    }
  }
}

export const MSE = new PairLossOp('mseLoss', Binary.mse);
export const L1 = new PairLossOp('l1Loss', Binary.l1);
/** p: beta. */
export const SMOOTH_L1 = new PairLossOp('smoothL1Loss', Binary.smoothL1);
/** p: delta. */
export const HUBER = new PairLossOp('huberLoss', Binary.huber);
export const BCE_WITH_LOGITS = new PairLossOp('bceWithLogits', Binary.bceWithLogits);
export const KL_DIV = new PairLossOp('klDiv', Binary.klDiv);
