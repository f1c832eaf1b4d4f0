// Optimiser updates over one flat buffer of parameters. Each rule is one inlined step over `count` (up to 4) lanes, used
// by the loop with the literal 4 and once for the tail. Scalars come as float64 and are rounded where they meet vectors.
// The loops test at their end: only from such loops does V8 move the constants out.
import { fma, loadUpTo4, storeUpTo4 } from './simd';

// @ts-ignore: decorator
@inline
function splat(x: f64): v128 {
  return f32x4.splat(<f32>x);
}

/** a - b * c */
// @ts-ignore: decorator
@inline
function minusProduct(a: v128, b: v128, c: v128): v128 {
  return fma(f32x4.neg(b), c, a);
}

/** Bytes in the whole vectors of n floats. */
// @ts-ignore: decorator
@inline
function wholeBytes(n: i32): usize {
  return <usize>(n & ~3) << 2;
}

// @ts-ignore: decorator
@inline
function sgdStep(
  p: usize, g: usize, buf: usize, count: i32, rate: v128, keep: v128, add: v128, decay: v128, sign: v128,
  momentum: bool, nesterov: i32, firstStep: i32,
): void {
  const x = loadUpTo4(p, count);
  let d = fma(decay, x, f32x4.mul(sign, loadUpTo4(g, count)));
  if (momentum) {
    const velocity = firstStep ? d : fma(keep, loadUpTo4(buf, count), f32x4.mul(add, d));
    storeUpTo4(buf, velocity, count);
    d = nesterov ? fma(keep, velocity, d) : velocity;
  }
  storeUpTo4(p, minusProduct(x, rate, d), count);
}

export function sgd(
  p: usize, g: usize, momentumBuf: usize, n: i32, lr: f64, momentum: f64, dampening: f64, weightDecay: f64,
  nesterov: i32, firstStep: i32, maximize: i32,
): void {
  const rate = splat(lr), keep = splat(momentum), add = splat(1.0 - dampening), decay = splat(weightDecay);
  const sign = splat(maximize ? -1.0 : 1.0), moves = momentum != 0.0;
  const whole = wholeBytes(n);
  let o: usize = 0;
  if (whole) do {
    sgdStep(p + o, g + o, momentumBuf + o, 4, rate, keep, add, decay, sign, moves, nesterov, firstStep);
    o += 16;
  } while (o < whole);
  if (n & 3) sgdStep(p + o, g + o, momentumBuf + o, n & 3, rate, keep, add, decay, sign, moves, nesterov, firstStep);
}

// @ts-ignore: decorator
@inline
function adamStep(
  p: usize, g: usize, m: usize, v: usize, maxSq: usize, o: usize, count: i32, rate: v128, rootScale: v128, shrink: v128,
  decay: v128, newMean: v128, keepSquare: v128, newSquare: v128, small: v128,
): void {
  const x = loadUpTo4(p + o, count);
  const d = fma(decay, x, loadUpTo4(g + o, count));
  let mean = loadUpTo4(m + o, count);
  mean = fma(newMean, f32x4.sub(d, mean), mean);
  let square = fma(f32x4.mul(newSquare, d), d, f32x4.mul(keepSquare, loadUpTo4(v + o, count)));
  storeUpTo4(m + o, mean, count);
  storeUpTo4(v + o, square, count);
  if (maxSq) {
    square = f32x4.max(square, loadUpTo4(maxSq + o, count));
    storeUpTo4(maxSq + o, square, count);
  }
  const denominator = fma(f32x4.sqrt(square), rootScale, small);
  storeUpTo4(p + o, fma(x, shrink, f32x4.div(f32x4.mul(rate, mean), denominator)), count);
}

export function adam(
  p: usize, g: usize, m: usize, v: usize, maxSq: usize, n: i32, lr: f64, beta1: f64, beta2: f64, eps: f64,
  weightDecay: f64, decoupled: i32, biasCorrection1: f64, biasCorrection2: f64,
): void {
  const rate = splat(-lr / biasCorrection1), rootScale = splat(1.0 / Math.sqrt(biasCorrection2));
  const shrink = splat(decoupled ? 1.0 - lr * weightDecay : 1.0), decay = splat(decoupled ? 0.0 : weightDecay);
  const newMean = splat(1.0 - beta1), keepSquare = splat(beta2), newSquare = splat(1.0 - beta2), small = splat(eps);
  const whole = wholeBytes(n);
  let o: usize = 0;
  if (whole) do {
    adamStep(p, g, m, v, maxSq, o, 4, rate, rootScale, shrink, decay, newMean, keepSquare, newSquare, small);
    o += 16;
  } while (o < whole);
  const tail = n & 3;
  if (tail) adamStep(p, g, m, v, maxSq, o, tail, rate, rootScale, shrink, decay, newMean, keepSquare, newSquare, small);
}

// @ts-ignore: decorator
@inline
function rmspropStep(
  p: usize, g: usize, sq: usize, gradAvg: usize, buf: usize, o: usize, count: i32, rate: v128, keep: v128, add: v128,
  small: v128, decay: v128, inertia: v128, momentum: bool, centered: i32,
): void {
  const x = loadUpTo4(p + o, count);
  const d = fma(decay, x, loadUpTo4(g + o, count));
  const square = fma(f32x4.mul(add, d), d, f32x4.mul(keep, loadUpTo4(sq + o, count)));
  storeUpTo4(sq + o, square, count);
  let variance = square;
  if (centered) {
    let average = loadUpTo4(gradAvg + o, count);
    average = fma(add, f32x4.sub(d, average), average);
    storeUpTo4(gradAvg + o, average, count);
    // Rounding may leave the difference a little below zero.
    variance = f32x4.max(minusProduct(square, average, average), f32x4.splat(0.0));
  }
  let step = f32x4.div(d, f32x4.add(f32x4.sqrt(variance), small));
  if (momentum) {
    step = fma(inertia, loadUpTo4(buf + o, count), step);
    storeUpTo4(buf + o, step, count);
  }
  storeUpTo4(p + o, minusProduct(x, rate, step), count);
}

export function rmsprop(
  p: usize, g: usize, sq: usize, gradAvg: usize, buf: usize, n: i32, lr: f64, alpha: f64, eps: f64,
  weightDecay: f64, momentum: f64, centered: i32,
): void {
  const rate = splat(lr), keep = splat(alpha), add = splat(1.0 - alpha), small = splat(eps);
  const decay = splat(weightDecay), inertia = splat(momentum), moves = momentum != 0.0;
  const whole = wholeBytes(n);
  let o: usize = 0;
  if (whole) do {
    rmspropStep(p, g, sq, gradAvg, buf, o, 4, rate, keep, add, small, decay, inertia, moves, centered);
    o += 16;
  } while (o < whole);
  if (n & 3) rmspropStep(p, g, sq, gradAvg, buf, o, n & 3, rate, keep, add, small, decay, inertia, moves, centered);
}

// @ts-ignore: decorator
@inline
function adagradStep(p: usize, g: usize, sum: usize, count: i32, rate: v128, small: v128, decay: v128): void {
  const x = loadUpTo4(p, count);
  const d = fma(decay, x, loadUpTo4(g, count));
  const total = fma(d, d, loadUpTo4(sum, count));
  storeUpTo4(sum, total, count);
  storeUpTo4(p, f32x4.sub(x, f32x4.div(f32x4.mul(rate, d), f32x4.add(f32x4.sqrt(total), small))), count);
}

export function adagrad(p: usize, g: usize, sum: usize, n: i32, lr: f64, eps: f64, weightDecay: f64): void {
  const rate = splat(lr), small = splat(eps), decay = splat(weightDecay);
  const whole = wholeBytes(n);
  let o: usize = 0;
  if (whole) do {
    adagradStep(p + o, g + o, sum + o, 4, rate, small, decay);
    o += 16;
  } while (o < whole);
  if (n & 3) adagradStep(p + o, g + o, sum + o, n & 3, rate, small, decay);
}

// @ts-ignore: decorator
@inline
function polyakStep(target: usize, source: usize, count: i32, tau: v128): void {
  const x = loadUpTo4(target, count);
  storeUpTo4(target, fma(tau, f32x4.sub(loadUpTo4(source, count), x), x), count);
}

export function polyak(target: usize, source: usize, n: i32, tau: f64): void {
  if (tau == 1.0) {
    memory.copy(target, source, <usize>n << 2);
    return;
  }
  const t = splat(tau), whole = wholeBytes(n);
  let o: usize = 0;
  if (whole) do {
    polyakStep(target + o, source + o, 4, t);
    o += 16;
  } while (o < whole);
  if (n & 3) polyakStep(target + o, source + o, n & 3, t);
}

export function sumSquares(x: usize, n: i32): f64 {
  let low = f64x2.splat(0.0), high = low;
  for (let i = 0; i < n; i += 4) {
    const v = loadUpTo4(x + (<usize>i << 2), n - i);
    const a = f64x2.promote_low_f32x4(v), b = f64x2.promote_low_f32x4(v128.shuffle<f64>(v, v, 1, 0));
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
  }
  low = f64x2.add(low, high);
  return f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1);
}

export function scale(x: usize, n: i32, s: f64): void {
  const factor = splat(s), end = x + wholeBytes(n);
  for (; x < end; x += 16) v128.store(x, f32x4.mul(v128.load(x), factor));
  if (n & 3) storeUpTo4(x, f32x4.mul(loadUpTo4(x, n & 3), factor), n & 3);
}

export function clampInPlace(x: usize, n: i32, limit: f64): void {
  const low = splat(-limit), high = splat(limit), end = x + wholeBytes(n);
  for (; x < end; x += 16) v128.store(x, f32x4.pmin(f32x4.pmax(v128.load(x), low), high));
  if (n & 3) storeUpTo4(x, f32x4.pmin(f32x4.pmax(loadUpTo4(x, n & 3), low), high), n & 3);
}
