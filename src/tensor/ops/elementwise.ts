// Elementwise functions of one tensor. To add one: a code and its kernels in `kernels/`, then a line of each kind here.
import { gradOf, hasGrad, type Op, record } from '../autograd.js';
import { kernels } from '../engine.js';
import { Unary } from '../kernels/assembly/codes.js';
import { addMethods, at, output, type Tensor } from '../tensor.js';
import { float } from './common.js';

export class UnaryOp implements Op {
  constructor(
    readonly name: string,
    private readonly code: Unary,
  ) {}

  apply(input: Tensor, p = 0, q = 0): Tensor {
    const x = float(input);
    const out = output(x.shape, x.size);
    kernels.unary(this.code, at(x), out.ptr, x.size, p, q);
    out.p = p;
    out.q = q;
    return record(out, this, x);
  }

  backward(out: Tensor, dy: number): void {
    const x = out.a!;
    const add = hasGrad(x);
    kernels.unaryGrad(this.code, at(x), out.ptr, dy, gradOf(x), x.size, out.p, out.q, add);
  }
}

const EXP = new UnaryOp('exp', Unary.exp);
const LOG = new UnaryOp('log', Unary.log);
const SQRT = new UnaryOp('sqrt', Unary.sqrt);
const SQUARE = new UnaryOp('square', Unary.square);
const ABS = new UnaryOp('abs', Unary.abs);
const NEG = new UnaryOp('neg', Unary.affine);
const SIGN = new UnaryOp('sign', Unary.sign);
const FLOOR = new UnaryOp('floor', Unary.floor);
const ROUND = new UnaryOp('round', Unary.round);
const RECIPROCAL = new UnaryOp('reciprocal', Unary.reciprocal);
const SIN = new UnaryOp('sin', Unary.sin);
const COS = new UnaryOp('cos', Unary.cos);
const TANH = new UnaryOp('tanh', Unary.tanh);
const SIGMOID = new UnaryOp('sigmoid', Unary.sigmoid);
const RELU = new UnaryOp('relu', Unary.relu);
const LEAKY_RELU = new UnaryOp('leakyRelu', Unary.leakyRelu);
const ELU = new UnaryOp('elu', Unary.elu);
const SELU = new UnaryOp('selu', Unary.elu);
const GELU = new UnaryOp('gelu', Unary.gelu);
const GELU_TANH = new UnaryOp('gelu', Unary.geluTanh);
const SILU = new UnaryOp('silu', Unary.silu);
const SOFTPLUS = new UnaryOp('softplus', Unary.softplus);
const CLAMP = new UnaryOp('clamp', Unary.clamp);
const HARDTANH = new UnaryOp('hardtanh', Unary.hardtanh);

/** Klambauer et al. 2017, "Self-Normalizing Neural Networks", equation 2. */
const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

declare module '../tensor.js' {
  interface Tensor {
    exp(): Tensor;
    /** Natural logarithm. */
    log(): Tensor;
    sqrt(): Tensor;
    square(): Tensor;
    /** Absolute value; its gradient at 0 is 0. */
    abs(): Tensor;
    neg(): Tensor;
    /** -1, 0 or 1; no gradient flows. */
    sign(): Tensor;
    floor(): Tensor;
    /** To the nearest integer, halves to even. */
    round(): Tensor;
    /** 1/x */
    reciprocal(): Tensor;
    sin(): Tensor;
    cos(): Tensor;
    tanh(): Tensor;
    sigmoid(): Tensor;
    /** max(x, 0) */
    relu(): Tensor;
    leakyRelu(slope?: number): Tensor;
    /** alpha (e^x - 1) below zero. */
    elu(alpha?: number): Tensor;
    selu(): Tensor;
    /** x Φ(x), or its approximation by tanh. */
    gelu(approximate?: 'none' | 'tanh'): Tensor;
    /** x sigmoid(x) */
    silu(): Tensor;
    /** log(1 + e^(beta x)) / beta, linear where beta x > threshold. */
    softplus(beta?: number, threshold?: number): Tensor;
    /** Limited to [min, max]; the gradient is 1 inside and at both ends. */
    clamp(min?: number, max?: number): Tensor;
    /** Limited to [min, max]; the gradient is 1 inside only. */
    hardtanh(min?: number, max?: number): Tensor;
  }
}

addMethods({
  exp() {
    return EXP.apply(this);
  },
  log() {
    return LOG.apply(this);
  },
  sqrt() {
    return SQRT.apply(this);
  },
  square() {
    return SQUARE.apply(this);
  },
  abs() {
    return ABS.apply(this);
  },
  neg() {
    return NEG.apply(this, -1, 0);
  },
  sign() {
    return SIGN.apply(this);
  },
  floor() {
    return FLOOR.apply(this);
  },
  round() {
    return ROUND.apply(this);
  },
  reciprocal() {
    return RECIPROCAL.apply(this);
  },
  sin() {
    return SIN.apply(this);
  },
  cos() {
    return COS.apply(this);
  },
  tanh() {
    return TANH.apply(this);
  },
  sigmoid() {
    return SIGMOID.apply(this);
  },
  relu() {
    return RELU.apply(this);
  },
  leakyRelu(slope = 0.01) {
    return LEAKY_RELU.apply(this, slope);
  },
  elu(alpha = 1) {
    return ELU.apply(this, alpha, 1);
  },
  selu() {
    return SELU.apply(this, SELU_ALPHA, SELU_SCALE);
  },
  gelu(approximate = 'none') {
    return (approximate === 'tanh' ? GELU_TANH : GELU).apply(this);
  },
  silu() {
    return SILU.apply(this);
  },
  softplus(beta = 1, threshold = 20) {
    return SOFTPLUS.apply(this, beta, threshold);
  },
  clamp(min = -Infinity, max = Infinity) {
    return CLAMP.apply(this, min, max);
  },
  hardtanh(min = -1, max = 1) {
    return HARDTANH.apply(this, min, max);
  },
});
