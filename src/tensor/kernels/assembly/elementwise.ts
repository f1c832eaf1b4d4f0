// Elementwise functions of one tensor and their slopes. Every code gets its own loop: `op` is a constant in the
// inlined bodies, so all other branches disappear.
import { activate, SIGMOID, TANH } from './activation';
import { Unary } from './codes';
import { erf, exp, expm1, log, log1p, sigmoid, tanh } from './math';
import { fma, loadPartial, storePartial } from './simd';

/** sqrt(2 / pi) and the cubic coefficient of gelu's approximation. */
const GELU_INNER: f32 = 0.7978845608, GELU_CUBIC: f32 = 0.044715;
const ROOT_HALF: f32 = 0.7071067812, INV_ROOT_TWO_PI: f32 = 0.3989422804;

// @ts-ignore: decorator
@inline
function c(x: f32): v128 {
  return f32x4.splat(x);
}

// @ts-ignore: decorator
@inline
function sign(x: v128): v128 {
  const zero = c(0.0);
  return v128.or(v128.and(f32x4.gt(x, zero), c(1.0)), v128.and(f32x4.lt(x, zero), c(-1.0)));
}

// @ts-ignore: decorator
@inline
function scalarValue(op: i32, x: f32, p: f32): f32 {
  if (op == Unary.sin) return Mathf.sin(x);
  if (op == Unary.cos) return Mathf.cos(x);
  return Mathf.pow(x, p);
}

/** Functions that have no vector form here. */
function lanes(op: i32, x: v128, p: f32): v128 {
  let y = c(scalarValue(op, f32x4.extract_lane(x, 0), p));
  y = f32x4.replace_lane(y, 1, scalarValue(op, f32x4.extract_lane(x, 1), p));
  y = f32x4.replace_lane(y, 2, scalarValue(op, f32x4.extract_lane(x, 2), p));
  return f32x4.replace_lane(y, 3, scalarValue(op, f32x4.extract_lane(x, 3), p));
}

// @ts-ignore: decorator
@inline
function geluTanh(x: v128): v128 {
  return tanh(f32x4.mul(c(GELU_INNER), fma(f32x4.mul(c(GELU_CUBIC), f32x4.mul(x, x)), x, x)));
}

// @ts-ignore: decorator
@inline
function normalCdf(x: v128): v128 {
  return fma(c(0.5), erf(f32x4.mul(x, c(ROOT_HALF))), c(0.5));
}

// @ts-ignore: decorator
@inline
function value(op: i32, x: v128, p: f32, q: f32): v128 {
  if (op == Unary.exp) return exp(x);
  if (op == Unary.log) return log(x);
  if (op == Unary.sqrt) return f32x4.sqrt(x);
  if (op == Unary.square) return f32x4.mul(x, x);
  if (op == Unary.abs) return f32x4.abs(x);
  if (op == Unary.sign) return sign(x);
  if (op == Unary.reciprocal) return f32x4.div(c(1.0), x);
  if (op == Unary.affine) return fma(x, c(p), c(q));
  if (op == Unary.relu) return f32x4.pmax(x, c(0.0));
  if (op == Unary.leakyRelu) return v128.bitselect(x, f32x4.mul(c(p), x), f32x4.gt(x, c(0.0)));
  if (op == Unary.elu) {
    return f32x4.mul(c(q), v128.bitselect(x, f32x4.mul(c(p), expm1(x)), f32x4.gt(x, c(0.0))));
  }
  if (op == Unary.gelu) return f32x4.mul(x, normalCdf(x));
  if (op == Unary.geluTanh) return f32x4.mul(f32x4.mul(c(0.5), x), f32x4.add(c(1.0), geluTanh(x)));
  if (op == Unary.silu) return f32x4.mul(x, sigmoid(x));
  if (op == Unary.softplus) {
    const scaled = f32x4.mul(c(p), x);
    return v128.bitselect(x, f32x4.div(log1p(exp(scaled)), c(p)), f32x4.gt(scaled, c(q)));
  }
  if (op == Unary.clamp || op == Unary.hardtanh) return f32x4.pmin(f32x4.pmax(x, c(p)), c(q));
  if (op == Unary.floor) return f32x4.floor(x);
  if (op == Unary.round) return f32x4.nearest(x);
  return lanes(op, x, p);
}

/** d op/dx, from the input x and the output y. */
// @ts-ignore: decorator
@inline
function slope(op: i32, x: v128, y: v128, p: f32, q: f32): v128 {
  if (op == Unary.exp) return y;
  if (op == Unary.log) return f32x4.div(c(1.0), x);
  if (op == Unary.sqrt) return f32x4.div(c(0.5), y);
  if (op == Unary.square) return f32x4.add(x, x);
  if (op == Unary.abs) return sign(x);
  if (op == Unary.reciprocal) return f32x4.neg(f32x4.mul(y, y));
  if (op == Unary.affine) return c(p);
  if (op == Unary.power) return p == 0.0 ? c(0.0) : f32x4.mul(c(p), lanes(Unary.power, x, p - 1.0));
  if (op == Unary.sin) return lanes(Unary.cos, x, p);
  if (op == Unary.cos) return f32x4.neg(lanes(Unary.sin, x, p));
  if (op == Unary.tanh) return f32x4.sub(c(1.0), f32x4.mul(y, y));
  if (op == Unary.sigmoid) return f32x4.sub(y, f32x4.mul(y, y));
  if (op == Unary.relu) return v128.and(c(1.0), f32x4.gt(y, c(0.0)));
  if (op == Unary.leakyRelu) return v128.bitselect(c(1.0), c(p), f32x4.gt(x, c(0.0)));
  if (op == Unary.elu) return v128.bitselect(c(q), fma(c(q), c(p), y), f32x4.gt(x, c(0.0)));
  if (op == Unary.gelu) {
    const density = f32x4.mul(c(INV_ROOT_TWO_PI), exp(f32x4.mul(c(-0.5), f32x4.mul(x, x))));
    return fma(x, density, normalCdf(x));
  }
  if (op == Unary.geluTanh) {
    const t = geluTanh(x);
    const inner = f32x4.mul(c(GELU_INNER), fma(c(3.0 * GELU_CUBIC), f32x4.mul(x, x), c(1.0)));
    const bend = f32x4.mul(f32x4.mul(x, f32x4.sub(c(1.0), f32x4.mul(t, t))), inner);
    return f32x4.mul(c(0.5), f32x4.add(f32x4.add(c(1.0), t), bend));
  }
  if (op == Unary.silu) {
    const s = sigmoid(x);
    return fma(f32x4.mul(x, s), f32x4.sub(c(1.0), s), s);
  }
  if (op == Unary.softplus) {
    const scaled = f32x4.mul(c(p), x);
    return v128.bitselect(c(1.0), sigmoid(scaled), f32x4.gt(scaled, c(q)));
  }
  if (op == Unary.clamp) return v128.and(c(1.0), v128.and(f32x4.ge(x, c(p)), f32x4.le(x, c(q))));
  if (op == Unary.hardtanh) return v128.and(c(1.0), v128.and(f32x4.gt(x, c(p)), f32x4.lt(x, c(q))));
  return c(0.0);
}

// @ts-ignore: decorator
@inline
function valueLoop(op: i32, x: usize, y: usize, n: i32, p: f32, q: f32): void {
  const end = x + (<usize>(n & ~3) << 2), tail = n & 3;
  if (x < end) do {
    v128.store(y, value(op, v128.load(x), p, q));
    x += 16;
    y += 16;
  } while (x < end);
  if (tail) storePartial(y, value(op, loadPartial(x, tail), p, q), tail);
}

// @ts-ignore: decorator
@inline
function slopeLoop(op: i32, x: usize, y: usize, dy: usize, dx: usize, n: i32, p: f32, q: f32, accumulate: i32): void {
  const end = x + (<usize>(n & ~3) << 2), tail = n & 3;
  const kept = i32x4.splat(-accumulate);
  if (x < end) do {
    const g = f32x4.mul(v128.load(dy), slope(op, v128.load(x), v128.load(y), p, q));
    v128.store(dx, f32x4.add(g, v128.and(v128.load(dx), kept)));
    x += 16;
    y += 16;
    dy += 16;
    dx += 16;
  } while (x < end);
  if (tail) {
    const g = f32x4.mul(loadPartial(dy, tail), slope(op, loadPartial(x, tail), loadPartial(y, tail), p, q));
    storePartial(dx, f32x4.add(g, v128.and(loadPartial(dx, tail), kept)), tail);
  }
}

export function unary(op: i32, x: usize, y: usize, n: i32, p: f32, q: f32): void {
  switch (op) {
    case Unary.exp: return valueLoop(Unary.exp, x, y, n, p, q);
    case Unary.log: return valueLoop(Unary.log, x, y, n, p, q);
    case Unary.sqrt: return valueLoop(Unary.sqrt, x, y, n, p, q);
    case Unary.square: return valueLoop(Unary.square, x, y, n, p, q);
    case Unary.abs: return valueLoop(Unary.abs, x, y, n, p, q);
    case Unary.sign: return valueLoop(Unary.sign, x, y, n, p, q);
    case Unary.reciprocal: return valueLoop(Unary.reciprocal, x, y, n, p, q);
    case Unary.affine: return valueLoop(Unary.affine, x, y, n, p, q);
    case Unary.power: return valueLoop(Unary.power, x, y, n, p, q);
    case Unary.sin: return valueLoop(Unary.sin, x, y, n, p, q);
    case Unary.cos: return valueLoop(Unary.cos, x, y, n, p, q);
    // In a function with fewer loops V8 keeps more constants in registers.
    case Unary.tanh: return activate(TANH, x, y, n);
    case Unary.sigmoid: return activate(SIGMOID, x, y, n);
    case Unary.relu: return valueLoop(Unary.relu, x, y, n, p, q);
    case Unary.leakyRelu: return valueLoop(Unary.leakyRelu, x, y, n, p, q);
    case Unary.elu: return valueLoop(Unary.elu, x, y, n, p, q);
    case Unary.gelu: return valueLoop(Unary.gelu, x, y, n, p, q);
    case Unary.geluTanh: return valueLoop(Unary.geluTanh, x, y, n, p, q);
    case Unary.silu: return valueLoop(Unary.silu, x, y, n, p, q);
    case Unary.softplus: return valueLoop(Unary.softplus, x, y, n, p, q);
    case Unary.clamp:
    case Unary.hardtanh: return valueLoop(Unary.clamp, x, y, n, p, q);
    case Unary.floor: return valueLoop(Unary.floor, x, y, n, p, q);
    case Unary.round: return valueLoop(Unary.round, x, y, n, p, q);
  }
}

export function unaryGrad(
  op: i32, x: usize, y: usize, dy: usize, dx: usize, n: i32, p: f32, q: f32, accumulate: i32,
): void {
  switch (op) {
    case Unary.exp: return slopeLoop(Unary.exp, x, y, dy, dx, n, p, q, accumulate);
    case Unary.log: return slopeLoop(Unary.log, x, y, dy, dx, n, p, q, accumulate);
    case Unary.sqrt: return slopeLoop(Unary.sqrt, x, y, dy, dx, n, p, q, accumulate);
    case Unary.square: return slopeLoop(Unary.square, x, y, dy, dx, n, p, q, accumulate);
    case Unary.abs: return slopeLoop(Unary.abs, x, y, dy, dx, n, p, q, accumulate);
    case Unary.reciprocal: return slopeLoop(Unary.reciprocal, x, y, dy, dx, n, p, q, accumulate);
    case Unary.affine: return slopeLoop(Unary.affine, x, y, dy, dx, n, p, q, accumulate);
    case Unary.power: return slopeLoop(Unary.power, x, y, dy, dx, n, p, q, accumulate);
    case Unary.sin: return slopeLoop(Unary.sin, x, y, dy, dx, n, p, q, accumulate);
    case Unary.cos: return slopeLoop(Unary.cos, x, y, dy, dx, n, p, q, accumulate);
    case Unary.tanh: return slopeLoop(Unary.tanh, x, y, dy, dx, n, p, q, accumulate);
    case Unary.sigmoid: return slopeLoop(Unary.sigmoid, x, y, dy, dx, n, p, q, accumulate);
    case Unary.relu: return slopeLoop(Unary.relu, x, y, dy, dx, n, p, q, accumulate);
    case Unary.leakyRelu: return slopeLoop(Unary.leakyRelu, x, y, dy, dx, n, p, q, accumulate);
    case Unary.elu: return slopeLoop(Unary.elu, x, y, dy, dx, n, p, q, accumulate);
    case Unary.gelu: return slopeLoop(Unary.gelu, x, y, dy, dx, n, p, q, accumulate);
    case Unary.geluTanh: return slopeLoop(Unary.geluTanh, x, y, dy, dx, n, p, q, accumulate);
    case Unary.silu: return slopeLoop(Unary.silu, x, y, dy, dx, n, p, q, accumulate);
    case Unary.softplus: return slopeLoop(Unary.softplus, x, y, dy, dx, n, p, q, accumulate);
    case Unary.clamp: return slopeLoop(Unary.clamp, x, y, dy, dx, n, p, q, accumulate);
    case Unary.hardtanh: return slopeLoop(Unary.hardtanh, x, y, dy, dx, n, p, q, accumulate);
    default: return slopeLoop(Unary.floor, x, y, dy, dx, n, p, q, accumulate);
  }
}
