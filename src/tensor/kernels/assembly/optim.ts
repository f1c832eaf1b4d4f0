// Optimiser updates over one flat buffer of parameters. Scalars come as float64 and are rounded once, where they meet
// the vectors.
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

export function sgd(
  p: usize, g: usize, momentumBuf: usize, n: i32, lr: f64, momentum: f64, dampening: f64, weightDecay: f64,
  nesterov: i32, firstStep: i32, maximize: i32,
): void {
  const rate = splat(lr), keep = splat(momentum), add = splat(1.0 - dampening), decay = splat(weightDecay);
  const sign = splat(maximize ? -1.0 : 1.0);
  for (let i = 0; i < n; i += 4) {
    const o = <usize>i << 2, left = n - i;
    const x = loadUpTo4(p + o, left);
    let d = fma(decay, x, f32x4.mul(sign, loadUpTo4(g + o, left)));
    if (momentum != 0.0) {
      const buf = firstStep ? d : fma(keep, loadUpTo4(momentumBuf + o, left), f32x4.mul(add, d));
      storeUpTo4(momentumBuf + o, buf, left);
      d = nesterov ? fma(keep, buf, d) : buf;
    }
    storeUpTo4(p + o, minusProduct(x, rate, d), left);
  }
}

export function adam(
  p: usize, g: usize, m: usize, v: usize, maxSq: usize, n: i32, lr: f64, beta1: f64, beta2: f64, eps: f64,
  weightDecay: f64, decoupled: i32, biasCorrection1: f64, biasCorrection2: f64,
): void {
  const rate = splat(-lr / biasCorrection1), rootScale = splat(1.0 / Math.sqrt(biasCorrection2));
  const shrink = splat(decoupled ? 1.0 - lr * weightDecay : 1.0), decay = splat(decoupled ? 0.0 : weightDecay);
  const newMean = splat(1.0 - beta1), keepSquare = splat(beta2), newSquare = splat(1.0 - beta2), small = splat(eps);
  for (let i = 0; i < n; i += 4) {
    const o = <usize>i << 2, left = n - i;
    const x = loadUpTo4(p + o, left);
    const d = fma(decay, x, loadUpTo4(g + o, left));
    let mean = loadUpTo4(m + o, left);
    mean = fma(newMean, f32x4.sub(d, mean), mean);
    let square = fma(f32x4.mul(newSquare, d), d, f32x4.mul(keepSquare, loadUpTo4(v + o, left)));
    storeUpTo4(m + o, mean, left);
    storeUpTo4(v + o, square, left);
    if (maxSq) {
      square = f32x4.max(square, loadUpTo4(maxSq + o, left));
      storeUpTo4(maxSq + o, square, left);
    }
    const denominator = fma(f32x4.sqrt(square), rootScale, small);
    storeUpTo4(p + o, fma(x, shrink, f32x4.div(f32x4.mul(rate, mean), denominator)), left);
  }
}

export function rmsprop(
  p: usize, g: usize, sq: usize, gradAvg: usize, buf: usize, n: i32, lr: f64, alpha: f64, eps: f64,
  weightDecay: f64, momentum: f64, centered: i32,
): void {
  const rate = splat(lr), keep = splat(alpha), add = splat(1.0 - alpha), small = splat(eps);
  const decay = splat(weightDecay), inertia = splat(momentum);
  for (let i = 0; i < n; i += 4) {
    const o = <usize>i << 2, left = n - i;
    const x = loadUpTo4(p + o, left);
    const d = fma(decay, x, loadUpTo4(g + o, left));
    const square = fma(f32x4.mul(add, d), d, f32x4.mul(keep, loadUpTo4(sq + o, left)));
    storeUpTo4(sq + o, square, left);
    let variance = square;
    if (centered) {
      let average = loadUpTo4(gradAvg + o, left);
      average = fma(add, f32x4.sub(d, average), average);
      storeUpTo4(gradAvg + o, average, left);
      // Rounding may leave the difference a little below zero.
      variance = f32x4.max(minusProduct(square, average, average), f32x4.splat(0.0));
    }
    let step = f32x4.div(d, f32x4.add(f32x4.sqrt(variance), small));
    if (momentum != 0.0) {
      step = fma(inertia, loadUpTo4(buf + o, left), step);
      storeUpTo4(buf + o, step, left);
    }
    storeUpTo4(p + o, minusProduct(x, rate, step), left);
  }
}

export function adagrad(p: usize, g: usize, sum: usize, n: i32, lr: f64, eps: f64, weightDecay: f64): void {
  const rate = splat(lr), small = splat(eps), decay = splat(weightDecay);
  for (let i = 0; i < n; i += 4) {
    const o = <usize>i << 2, left = n - i;
    const x = loadUpTo4(p + o, left);
    const d = fma(decay, x, loadUpTo4(g + o, left));
    const total = fma(d, d, loadUpTo4(sum + o, left));
    storeUpTo4(sum + o, total, left);
    storeUpTo4(p + o, f32x4.sub(x, f32x4.div(f32x4.mul(rate, d), f32x4.add(f32x4.sqrt(total), small))), left);
  }
}

export function polyak(target: usize, source: usize, n: i32, tau: f64): void {
  if (tau == 1.0) {
    memory.copy(target, source, <usize>n << 2);
    return;
  }
  const t = splat(tau);
  for (let i = 0; i < n; i += 4) {
    const o = <usize>i << 2, left = n - i;
    const x = loadUpTo4(target + o, left);
    storeUpTo4(target + o, fma(t, f32x4.sub(loadUpTo4(source + o, left), x), x), left);
  }
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
  const factor = splat(s);
  for (let i = 0; i < n; i += 4) {
    const o = x + (<usize>i << 2), left = n - i;
    storeUpTo4(o, f32x4.mul(loadUpTo4(o, left), factor), left);
  }
}

export function clampInPlace(x: usize, n: i32, limit: f64): void {
  const low = splat(-limit), high = splat(limit);
  for (let i = 0; i < n; i += 4) {
    const o = x + (<usize>i << 2), left = n - i;
    storeUpTo4(o, f32x4.pmin(f32x4.pmax(loadUpTo4(o, left), low), high), left);
  }
}
