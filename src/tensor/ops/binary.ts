// Arithmetic and comparisons of two tensors, with NumPy broadcasting.
import { arena } from '../arena.js';
import { addGrad, gradOf, hasGrad, type Op, passGrad, record } from '../autograd.js';
import { heap, kernels } from '../engine.js';
import { Binary, Unary } from '../kernels/assembly/codes.js';
import { broadcastShape, broadcastStrides, collapse, sameShape, sizeOf } from '../shape.js';
import { addMethods, at, output, Tensor } from '../tensor.js';
import { addableGrad, constant, float, intsAt } from './common.js';
import { UnaryOp } from './elementwise.js';

/** How two operands of different shapes are walked: collapsed shape, then strides of a and of b. */
type Walk = number[][];

class BinaryOp implements Op {
  constructor(
    readonly name: string,
    private readonly code: Binary,
    private readonly differentiable = true,
  ) {}

  apply(left: Tensor, right: Tensor): Tensor {
    const a = float(left);
    const b = float(right);
    const out = this.compute(a, b);
    return this.differentiable ? record(out, this, a, b) : constant(out, this, a);
  }

  private compute(a: Tensor, b: Tensor): Tensor {
    if (sameShape(a.shape, b.shape)) return this.walkFlat(a, 1, b, 1, a);
    if (b.size === 1 && b.ndim <= a.ndim) return this.walkFlat(a, 1, b, 0, a);
    if (a.size === 1 && a.ndim <= b.ndim) return this.walkFlat(a, 0, b, 1, b);
    const shape = broadcastShape(this.name, a.shape, b.shape);
    const out = output(shape, sizeOf(shape));
    const walk = collapse(shape, broadcastStrides(a.shape, shape), broadcastStrides(b.shape, shape));
    out.saved = walk;
    kernels.binaryStrided(this.code, at(a), at(b), out.ptr, walk[0]!.length, intsAt(...walk), 0);
    return out;
  }

  private walkFlat(a: Tensor, strideA: number, b: Tensor, strideB: number, like: Tensor): Tensor {
    const out = output(like.shape, like.size);
    kernels.binary(this.code, at(a), strideA, at(b), strideB, out.ptr, like.size, 0);
    return out;
  }

  backward(out: Tensor, dy: number): void {
    if (out.b!.requiresGrad) this.flow(out, dy, 1, out.b!, out.a!);
    if (out.a!.requiresGrad) this.flow(out, dy, 0, out.a!, out.b!);
  }

  /** The gradient of one side; the left one comes last and may take `dy` over. */
  private flow(out: Tensor, dy: number, side: 0 | 1, x: Tensor, other: Tensor): void {
    const walk = out.saved as Walk | null;
    const whole = x.size === out.size;
    const isCopy = this.code === Binary.add || (this.code === Binary.sub && side === 0);
    if (isCopy) {
      if (!whole) sumInto(x, dy, out, side);
      else if (side === 0) passGrad(x, dy);
      else addGrad(x, dy);
      return;
    }
    const [a, b] = side === 0 ? [x, other] : [other, x];
    if (walk === null && whole) {
      const add = hasGrad(x);
      this.gradFlat(side, a, b, out, dy, gradOf(x), add);
      return;
    }
    const full = arena.allocate(out.size);
    if (walk === null) this.gradFlat(side, a, b, out, dy, full, 0);
    else {
      const dims = intsAt(...walk);
      kernels.binaryGradStrided(this.code, side, at(a), at(b), dy, full, walk[0]!.length, dims, 0);
    }
    if (whole) passGrad(x, full);
    else sumInto(x, full, out, side);
  }

  private gradFlat(
    side: 0 | 1,
    a: Tensor,
    b: Tensor,
    out: Tensor,
    dy: number,
    to: number,
    add: number,
  ): void {
    const n = out.size;
    const [strideA, strideB] = [a.size === n ? 1 : 0, b.size === n ? 1 : 0];
    kernels.binaryGrad(this.code, side, at(a), strideA, at(b), strideB, dy, 1, to, n, 0, 1, add);
  }
}

/** Adds to the gradient of a broadcast operand: the sum of `dy` over the positions where it was repeated. */
function sumInto(x: Tensor, dy: number, out: Tensor, side: 0 | 1): void {
  const walk = out.saved as Walk | null;
  const [shape, strides] = walk ? [walk[0]!, walk[side + 1]!] : [[out.size], [0]];
  kernels.writeStrided(dy, addableGrad(x), shape.length, intsAt(shape, strides), 1);
}

const ADD = new BinaryOp('add', Binary.add);
const SUB = new BinaryOp('sub', Binary.sub);
const MUL = new BinaryOp('mul', Binary.mul);
const DIV = new BinaryOp('div', Binary.div);
const POW = new BinaryOp('pow', Binary.pow);
const MAXIMUM = new BinaryOp('maximum', Binary.maximum);
const MINIMUM = new BinaryOp('minimum', Binary.minimum);
const EQ = new BinaryOp('eq', Binary.eq, false);
const NE = new BinaryOp('ne', Binary.ne, false);
const LT = new BinaryOp('lt', Binary.lt, false);
const LE = new BinaryOp('le', Binary.le, false);
const GT = new BinaryOp('gt', Binary.gt, false);
const GE = new BinaryOp('ge', Binary.ge, false);

// With a number on the right: p·x + q, or x^p.
const ADD_NUMBER = new UnaryOp('add', Unary.affine);
const SUB_NUMBER = new UnaryOp('sub', Unary.affine);
const MUL_NUMBER = new UnaryOp('mul', Unary.affine);
const DIV_NUMBER = new UnaryOp('div', Unary.affine);
const POW_NUMBER = new UnaryOp('pow', Unary.power);

/** A number as a tensor of the step. */
function scalar(value: Tensor | number): Tensor {
  if (value instanceof Tensor) return value;
  const out = output([], 1);
  heap.f32[out.ptr >>> 2] = value;
  return out;
}

declare module '../tensor.js' {
  interface Tensor {
    add(other: Tensor | number): Tensor;
    sub(other: Tensor | number): Tensor;
    mul(other: Tensor | number): Tensor;
    div(other: Tensor | number): Tensor;
    /** this^exponent; a negative base needs a whole exponent. */
    pow(exponent: Tensor | number): Tensor;
    /** The larger of both, element by element; equal elements share the gradient. */
    maximum(other: Tensor | number): Tensor;
    minimum(other: Tensor | number): Tensor;
    /** 1 where equal, else 0, as float32. The same for the other comparisons; no gradient flows. */
    eq(other: Tensor | number): Tensor;
    ne(other: Tensor | number): Tensor;
    lt(other: Tensor | number): Tensor;
    le(other: Tensor | number): Tensor;
    gt(other: Tensor | number): Tensor;
    ge(other: Tensor | number): Tensor;
  }
}

addMethods({
  add(other) {
    return other instanceof Tensor ? ADD.apply(this, other) : ADD_NUMBER.apply(this, 1, other);
  },
  sub(other) {
    return other instanceof Tensor ? SUB.apply(this, other) : SUB_NUMBER.apply(this, 1, -other);
  },
  mul(other) {
    return other instanceof Tensor ? MUL.apply(this, other) : MUL_NUMBER.apply(this, other, 0);
  },
  div(other) {
    return other instanceof Tensor ? DIV.apply(this, other) : DIV_NUMBER.apply(this, 1 / other, 0);
  },
  pow(exponent) {
    if (exponent instanceof Tensor) return POW.apply(this, exponent);
    return exponent === 2 ? this.square() : POW_NUMBER.apply(this, exponent);
  },
  maximum(other) {
    return MAXIMUM.apply(this, scalar(other));
  },
  minimum(other) {
    return MINIMUM.apply(this, scalar(other));
  },
  eq(other) {
    return EQ.apply(this, scalar(other));
  },
  ne(other) {
    return NE.apply(this, scalar(other));
  },
  lt(other) {
    return LT.apply(this, scalar(other));
  },
  le(other) {
    return LE.apply(this, scalar(other));
  },
  gt(other) {
    return GT.apply(this, scalar(other));
  },
  ge(other) {
    return GE.apply(this, scalar(other));
  },
});
