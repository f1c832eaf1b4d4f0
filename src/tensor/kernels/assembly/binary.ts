// Arithmetic, comparisons and losses of pairs of values. As in `elementwise`, every code gets its own loop. An operand
// that repeats one element is read from four copies of it, with a step of zero.
import { Binary } from './codes';
import { exp, log, log1p, sigmoid } from './math';
import { scratch } from './scratch';
import { fma, loadPartial, storePartial } from './simd';
import { firstRow, nextRow, rowCount, rowStep, sizeAt, strideAt } from './strided';

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
function clip(x: v128, limit: v128): v128 {
  return f32x4.max(f32x4.min(x, limit), f32x4.neg(limit));
}

function pow(a: v128, b: v128): v128 {
  let y = c(Mathf.pow(f32x4.extract_lane(a, 0), f32x4.extract_lane(b, 0)));
  y = f32x4.replace_lane(y, 1, Mathf.pow(f32x4.extract_lane(a, 1), f32x4.extract_lane(b, 1)));
  y = f32x4.replace_lane(y, 2, Mathf.pow(f32x4.extract_lane(a, 2), f32x4.extract_lane(b, 2)));
  return f32x4.replace_lane(y, 3, Mathf.pow(f32x4.extract_lane(a, 3), f32x4.extract_lane(b, 3)));
}

// @ts-ignore: decorator
@inline
function value(op: i32, a: v128, b: v128, p: f32): v128 {
  if (op == Binary.add) return f32x4.add(a, b);
  if (op == Binary.sub) return f32x4.sub(a, b);
  if (op == Binary.mul) return f32x4.mul(a, b);
  if (op == Binary.div) return f32x4.div(a, b);
  if (op == Binary.pow) return pow(a, b);
  if (op == Binary.maximum) return f32x4.max(a, b);
  if (op == Binary.minimum) return f32x4.min(a, b);
  if (op == Binary.eq) return v128.and(c(1.0), f32x4.eq(a, b));
  if (op == Binary.ne) return v128.and(c(1.0), f32x4.ne(a, b));
  if (op == Binary.lt) return v128.and(c(1.0), f32x4.lt(a, b));
  if (op == Binary.le) return v128.and(c(1.0), f32x4.le(a, b));
  if (op == Binary.gt) return v128.and(c(1.0), f32x4.gt(a, b));
  if (op == Binary.ge) return v128.and(c(1.0), f32x4.ge(a, b));
  if (op == Binary.bceWithLogits) {
    const tail = log1p(exp(f32x4.neg(f32x4.abs(a))));
    return f32x4.add(f32x4.sub(f32x4.max(a, c(0.0)), f32x4.mul(a, b)), tail);
  }
  if (op == Binary.klDiv) return v128.and(f32x4.mul(b, f32x4.sub(log(b), a)), f32x4.gt(b, c(0.0)));
  const d = f32x4.sub(a, b), size = f32x4.abs(d), square = f32x4.mul(d, d);
  if (op == Binary.mse) return square;
  if (op == Binary.l1) return size;
  if (op == Binary.smoothL1) {
    return v128.bitselect(f32x4.div(f32x4.mul(c(0.5), square), c(p)), f32x4.sub(size, c(0.5 * p)), f32x4.lt(size, c(p)));
  }
  // Huber.
  const line = f32x4.mul(c(p), f32x4.sub(size, c(0.5 * p)));
  return v128.bitselect(f32x4.mul(c(0.5), square), line, f32x4.le(size, c(p)));
}

/** d op/da. */
// @ts-ignore: decorator
@inline
function slopeA(op: i32, a: v128, b: v128, p: f32): v128 {
  if (op == Binary.add || op == Binary.sub) return c(1.0);
  if (op == Binary.mul) return b;
  if (op == Binary.div) return f32x4.div(c(1.0), b);
  if (op == Binary.pow) return v128.and(f32x4.mul(b, pow(a, f32x4.sub(b, c(1.0)))), f32x4.ne(b, c(0.0)));
  if (op == Binary.maximum) return share(f32x4.gt(a, b), f32x4.eq(a, b));
  if (op == Binary.minimum) return share(f32x4.lt(a, b), f32x4.eq(a, b));
  if (op == Binary.bceWithLogits) return f32x4.sub(sigmoid(a), b);
  if (op == Binary.klDiv) return v128.and(f32x4.neg(b), f32x4.gt(b, c(0.0)));
  const d = f32x4.sub(a, b);
  if (op == Binary.mse) return f32x4.add(d, d);
  if (op == Binary.l1) return sign(d);
  if (op == Binary.smoothL1) return v128.bitselect(f32x4.div(d, c(p)), sign(d), f32x4.lt(f32x4.abs(d), c(p)));
  return clip(d, c(p));
}

/** d op/db. */
// @ts-ignore: decorator
@inline
function slopeB(op: i32, a: v128, b: v128, p: f32): v128 {
  if (op == Binary.add) return c(1.0);
  if (op == Binary.sub) return c(-1.0);
  if (op == Binary.mul) return a;
  if (op == Binary.div) return f32x4.neg(f32x4.div(a, f32x4.mul(b, b)));
  if (op == Binary.pow) {
    const flat = v128.and(f32x4.eq(a, c(0.0)), f32x4.ge(b, c(0.0)));
    return v128.andnot(f32x4.mul(pow(a, b), log(a)), flat);
  }
  if (op == Binary.maximum) return share(f32x4.lt(a, b), f32x4.eq(a, b));
  if (op == Binary.minimum) return share(f32x4.gt(a, b), f32x4.eq(a, b));
  if (op == Binary.bceWithLogits) return f32x4.neg(a);
  if (op == Binary.klDiv) return v128.and(f32x4.add(f32x4.sub(log(b), a), c(1.0)), f32x4.gt(b, c(0.0)));
  return f32x4.neg(slopeA(op, a, b, p));
}

/** 1 where it wins, 1/2 where both are equal. */
// @ts-ignore: decorator
@inline
function share(wins: v128, ties: v128): v128 {
  return v128.or(v128.and(wins, c(1.0)), v128.and(ties, c(0.5)));
}

// @ts-ignore: decorator
@inline
function slope(op: i32, side: i32, a: v128, b: v128, p: f32): v128 {
  return side == 0 ? slopeA(op, a, b, p) : slopeB(op, a, b, p);
}

// @ts-ignore: decorator
@inline
function valueLoop(op: i32, a: usize, stepA: usize, b: usize, stepB: usize, y: usize, n: i32, p: f32): void {
  const end = y + (<usize>(n & ~3) << 2), tail = n & 3;
  if (y < end) do {
    v128.store(y, value(op, v128.load(a), v128.load(b), p));
    a += stepA;
    b += stepB;
    y += 16;
  } while (y < end);
  if (tail) storePartial(y, value(op, loadPartial(a, tail), loadPartial(b, tail), p), tail);
}

// @ts-ignore: decorator
@inline
function slopeLoop(
  op: i32, side: i32, a: usize, stepA: usize, b: usize, stepB: usize, dy: usize, stepDy: usize,
  out: usize, n: i32, p: f32, scale: f32, accumulate: i32,
): void {
  const end = out + (<usize>(n & ~3) << 2), tail = n & 3;
  const kept = i32x4.splat(-accumulate), s = c(scale);
  if (out < end) do {
    const g = f32x4.mul(f32x4.mul(s, v128.load(dy)), slope(op, side, v128.load(a), v128.load(b), p));
    v128.store(out, f32x4.add(g, v128.and(v128.load(out), kept)));
    a += stepA;
    b += stepB;
    dy += stepDy;
    out += 16;
  } while (out < end);
  if (tail) {
    const at = slope(op, side, loadPartial(a, tail), loadPartial(b, tail), p);
    const g = f32x4.mul(f32x4.mul(s, loadPartial(dy, tail)), at);
    storePartial(out, f32x4.add(g, v128.and(loadPartial(out, tail), kept)), tail);
  }
}

/** Where to read an operand: itself, or four copies of its one element. */
// @ts-ignore: decorator
@inline
function source(x: usize, stride: isize, slot: usize): usize {
  if (stride) return x;
  const copy = scratch + (slot << 4);
  v128.store(copy, v128.load32_splat(x));
  return copy;
}

export function binary(op: i32, a: usize, strideA: i32, b: usize, strideB: i32, y: usize, n: i32, p: f32): void {
  a = source(a, strideA, 0);
  b = source(b, strideB, 1);
  const sa = <usize>strideA << 4, sb = <usize>strideB << 4;
  switch (op) {
    case Binary.add: return valueLoop(Binary.add, a, sa, b, sb, y, n, p);
    case Binary.sub: return valueLoop(Binary.sub, a, sa, b, sb, y, n, p);
    case Binary.mul: return valueLoop(Binary.mul, a, sa, b, sb, y, n, p);
    case Binary.div: return valueLoop(Binary.div, a, sa, b, sb, y, n, p);
    case Binary.pow: return valueLoop(Binary.pow, a, sa, b, sb, y, n, p);
    case Binary.maximum: return valueLoop(Binary.maximum, a, sa, b, sb, y, n, p);
    case Binary.minimum: return valueLoop(Binary.minimum, a, sa, b, sb, y, n, p);
    case Binary.eq: return valueLoop(Binary.eq, a, sa, b, sb, y, n, p);
    case Binary.ne: return valueLoop(Binary.ne, a, sa, b, sb, y, n, p);
    case Binary.lt: return valueLoop(Binary.lt, a, sa, b, sb, y, n, p);
    case Binary.le: return valueLoop(Binary.le, a, sa, b, sb, y, n, p);
    case Binary.gt: return valueLoop(Binary.gt, a, sa, b, sb, y, n, p);
    case Binary.ge: return valueLoop(Binary.ge, a, sa, b, sb, y, n, p);
    case Binary.mse: return valueLoop(Binary.mse, a, sa, b, sb, y, n, p);
    case Binary.l1: return valueLoop(Binary.l1, a, sa, b, sb, y, n, p);
    case Binary.smoothL1: return valueLoop(Binary.smoothL1, a, sa, b, sb, y, n, p);
    case Binary.huber: return valueLoop(Binary.huber, a, sa, b, sb, y, n, p);
    case Binary.bceWithLogits: return valueLoop(Binary.bceWithLogits, a, sa, b, sb, y, n, p);
    case Binary.klDiv: return valueLoop(Binary.klDiv, a, sa, b, sb, y, n, p);
  }
}

export function binaryStrided(op: i32, a: usize, b: usize, y: usize, rank: i32, dims: usize, p: f32): void {
  const last = rank - 1, n = sizeAt(dims, last);
  const strideA = sizeAt(dims, rank + last), strideB = sizeAt(dims, 2 * rank + last);
  firstRow(rank);
  for (let rows = rowCount(rank, dims); rows > 0; rows--) {
    binary(op, a, strideA, b, strideB, y, n, p);
    const d = nextRow(rank, dims);
    if (d < 0) return;
    a += rowStep(rank, dims, 0, d);
    b += rowStep(rank, dims, 1, d);
    y += <usize>n << 2;
  }
}

// @ts-ignore: decorator
@inline
function slopeSides(
  op: i32, side: i32, a: usize, sa: usize, b: usize, sb: usize, dy: usize, sd: usize,
  out: usize, n: i32, p: f32, scale: f32, add: i32,
): void {
  if (side == 0) slopeLoop(op, 0, a, sa, b, sb, dy, sd, out, n, p, scale, add);
  else slopeLoop(op, 1, a, sa, b, sb, dy, sd, out, n, p, scale, add);
}

export function binaryGrad(
  op: i32, side: i32, a: usize, strideA: i32, b: usize, strideB: i32, dy: usize, strideDy: i32,
  out: usize, n: i32, p: f32, scale: f32, add: i32,
): void {
  a = source(a, strideA, 0);
  b = source(b, strideB, 1);
  dy = source(dy, strideDy, 2);
  const sa = <usize>strideA << 4, sb = <usize>strideB << 4, sd = <usize>strideDy << 4;
  switch (op) {
    case Binary.add: return slopeSides(Binary.add, side, a, sa, b, sb, dy, sd, out, n, p, scale, add);
    case Binary.sub: return slopeSides(Binary.sub, side, a, sa, b, sb, dy, sd, out, n, p, scale, add);
    case Binary.mul: return slopeSides(Binary.mul, side, a, sa, b, sb, dy, sd, out, n, p, scale, add);
    case Binary.div: return slopeSides(Binary.div, side, a, sa, b, sb, dy, sd, out, n, p, scale, add);
    case Binary.pow: return slopeSides(Binary.pow, side, a, sa, b, sb, dy, sd, out, n, p, scale, add);
    case Binary.maximum: return slopeSides(Binary.maximum, side, a, sa, b, sb, dy, sd, out, n, p, scale, add);
    case Binary.minimum: return slopeSides(Binary.minimum, side, a, sa, b, sb, dy, sd, out, n, p, scale, add);
    case Binary.mse: return slopeSides(Binary.mse, side, a, sa, b, sb, dy, sd, out, n, p, scale, add);
    case Binary.l1: return slopeSides(Binary.l1, side, a, sa, b, sb, dy, sd, out, n, p, scale, add);
    case Binary.smoothL1: return slopeSides(Binary.smoothL1, side, a, sa, b, sb, dy, sd, out, n, p, scale, add);
    case Binary.huber: return slopeSides(Binary.huber, side, a, sa, b, sb, dy, sd, out, n, p, scale, add);
    case Binary.bceWithLogits: return slopeSides(Binary.bceWithLogits, side, a, sa, b, sb, dy, sd, out, n, p, scale, add);
    case Binary.klDiv: return slopeSides(Binary.klDiv, side, a, sa, b, sb, dy, sd, out, n, p, scale, add);
  }
}

export function binaryGradStrided(
  op: i32, side: i32, a: usize, b: usize, dy: usize, out: usize, rank: i32, dims: usize, p: f32,
): void {
  const last = rank - 1, n = sizeAt(dims, last);
  const strideA = sizeAt(dims, rank + last), strideB = sizeAt(dims, 2 * rank + last);
  firstRow(rank);
  for (let rows = rowCount(rank, dims); rows > 0; rows--) {
    binaryGrad(op, side, a, strideA, b, strideB, dy, 1, out, n, p, 1.0, 0);
    const d = nextRow(rank, dims);
    if (d < 0) return;
    a += rowStep(rank, dims, 0, d);
    b += rowStep(rank, dims, 1, d);
    dy += <usize>n << 2;
    out += <usize>n << 2;
  }
}
