// Elementary functions on four lanes: relative error below 1e-6, infinities and NaN as in C's math library.
// Polynomials are minimax fits on the reduced interval. For a scalar, splat it and take lane 0.
import { fma } from './simd';

// @ts-ignore: decorator
@inline
const LOG2E: f32 = 1.44269504;
// @ts-ignore: decorator
@inline
const LN2: f32 = 0.69314718;
/** ln 2 in two parts, the first short enough to be multiplied by an exponent without rounding. */
// @ts-ignore: decorator
@inline
const LN2_HIGH: f32 = 0.693359375;
// @ts-ignore: decorator
@inline
const LN2_LOW: f32 = -2.12194440e-4;
/** 1.5 * 2^23: adding it leaves the nearest integer in the low bits of the float's pattern. */
// @ts-ignore: decorator
@inline
const ROUNDER: f32 = 12582912.0;
// @ts-ignore: decorator
@inline
const ROUNDER_BITS: i32 = 0x4b400000;

// @ts-ignore: decorator
@inline
function c(x: f32): v128 {
  return f32x4.splat(x);
}

/** exp(r) - 1 for |r| <= ln(2)/2. Terms are paired, as the chain of dependent steps is what takes time. */
// @ts-ignore: decorator
@inline
function expm1Reduced(r: v128): v128 {
  const square = f32x4.mul(r, r);
  const low = fma(c(0.166665181517601), r, c(0.5));
  const high = fma(c(0.0013950476422905922), square, fma(c(0.008368882350623608), r, c(0.04166620597243309)));
  return fma(fma(high, square, low), square, r);
}

/** x - n ln 2. */
// @ts-ignore: decorator
@inline
function reduce(x: v128, n: v128): v128 {
  return fma(n, c(-LN2_LOW), fma(n, c(-LN2_HIGH), x));
}

/** 2^n for integers -126 <= n <= 127. */
// @ts-ignore: decorator
@inline
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  x = f32x4.pmin(f32x4.pmax(x, c(-104.0)), c(89.0));
  const rounded = fma(x, c(LOG2E), c(ROUNDER));
  const p = expm1Reduced(reduce(x, f32x4.sub(rounded, c(ROUNDER))));
  // Two factors, because 2^128 and 2^-149 are reached but are no normal floats.
  const n = i32x4.sub(rounded, i32x4.splat(ROUNDER_BITS));
  const half = i32x4.shr_s(n, 1);
  const first = powerOfTwo(half);
  return f32x4.mul(fma(p, first, first), powerOfTwo(i32x4.sub(n, half)));
}

/** exp(x) - 1 without cancellation near 0. */
// @ts-ignore: decorator
@inline
export function expm1(x: v128): v128 {
  x = f32x4.pmin(f32x4.pmax(x, c(-18.0)), c(89.0));
  const rounded = fma(x, c(LOG2E), c(ROUNDER));
  const p = expm1Reduced(reduce(x, f32x4.sub(rounded, c(ROUNDER))));
  const n = i32x4.sub(rounded, i32x4.splat(ROUNDER_BITS));
  const half = i32x4.shr_s(n, 1);
  const first = powerOfTwo(half);
  const second = powerOfTwo(i32x4.sub(n, half));
  return fma(f32x4.mul(p, first), second, f32x4.sub(f32x4.mul(first, second), c(1.0)));
}

/** 2^n of a number that `ROUNDER` was added to, -126 <= n <= 128 (2^128 is infinity): its low bits become the exponent. */
// @ts-ignore: decorator
@inline
function powerOfRounded(rounded: v128): v128 {
  return i32x4.add(i32x4.shl(rounded, 23), c(1.0));
}

/** e / (e + 2) with e = exp(2x) - 1. What a single ln 2 lacks in the reduction matters only where the slope is flat. */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const y = f32x4.pmin(f32x4.pmax(x, c(-10.0)), c(10.0));
  const rounded = fma(y, c(2.0 * LOG2E), c(ROUNDER));
  const p = expm1Reduced(fma(f32x4.sub(rounded, c(ROUNDER)), c(-LN2), f32x4.add(y, y)));
  const scale = powerOfRounded(rounded);
  const e = fma(p, scale, f32x4.sub(scale, c(1.0)));
  // The sign is right but for -0.
  return v128.or(f32x4.div(e, f32x4.add(e, c(2.0))), v128.and(x, i32x4.splat(0x80000000)));
}

/** 1 / (1 + exp(-x)) */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const y = f32x4.pmin(f32x4.pmax(f32x4.sub(c(0.0), x), c(-87.0)), c(89.0));
  const rounded = fma(y, c(LOG2E), c(ROUNDER));
  const p = expm1Reduced(reduce(y, f32x4.sub(rounded, c(ROUNDER))));
  const power = f32x4.mul(f32x4.add(p, c(1.0)), powerOfRounded(rounded));
  return f32x4.div(c(1.0), f32x4.add(power, c(1.0)));
}

/** With m in [sqrt(1/2), sqrt(2)) and s = (m - 1)/(m + 1): log(2^n m) = n ln 2 + 2 atanh(s). */
// @ts-ignore: decorator
@inline
export function log(x: v128): v128 {
  const tiny = f32x4.lt(x, c(1.17549435e-38));
  const scaled = v128.bitselect(f32x4.mul(x, c(8388608.0)), x, tiny);
  // Subtracting the bits of sqrt(1/2) moves the exponent's step to it.
  const shifted = i32x4.sub(scaled, i32x4.splat(0x3f3504f3));
  const exponent = i32x4.sub(i32x4.shr_s(shifted, 23), v128.and(tiny, i32x4.splat(23)));
  const m = i32x4.add(v128.and(shifted, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const n = f32x4.convert_i32x4_s(exponent);
  const f = f32x4.sub(m, c(1.0));
  const s = f32x4.div(f, f32x4.add(m, c(1.0)));
  const z = f32x4.mul(s, s);
  let p = fma(z, c(0.2222222222), c(0.2857142857));
  p = fma(p, z, c(0.4));
  p = fma(p, z, c(0.6666666667));
  // 2s = f - s f keeps the leading term exact.
  const fraction = f32x4.sub(f, f32x4.mul(s, f32x4.sub(f, f32x4.mul(z, p))));
  let result = fma(n, c(LN2_HIGH), fma(n, c(LN2_LOW), fraction));
  result = v128.bitselect(x, result, f32x4.eq(x, c(f32.MAX_VALUE * 2)));
  result = v128.bitselect(c(-f32.MAX_VALUE * 2), result, f32x4.eq(x, c(0.0)));
  return v128.bitselect(result, c(f32.NaN), f32x4.ge(x, c(0.0)));
}

/** log(1 + x) without cancellation near 0 (Goldberg's correction of the rounded sum). */
// @ts-ignore: decorator
@inline
export function log1p(x: v128): v128 {
  const u = f32x4.add(x, c(1.0));
  const rounded = f32x4.sub(u, c(1.0));
  const corrected = f32x4.div(f32x4.mul(log(u), x), rounded);
  return v128.bitselect(x, corrected, v128.or(f32x4.eq(rounded, c(0.0)), f32x4.eq(x, c(f32.MAX_VALUE * 2))));
}

/** x P(x^2) up to 1, above it 1 - exp(Q(|x|)). */
// @ts-ignore: decorator
@inline
export function erf(x: v128): v128 {
  const sign = v128.and(x, i32x4.splat(0x80000000));
  const a = f32x4.pmin(f32x4.abs(x), c(4.0));
  const z = f32x4.mul(a, a);
  let small = fma(c(7.853857823647559e-5), z, c(-0.0008010192541405559));
  small = fma(small, z, c(0.005188327748328447));
  small = fma(small, z, c(-0.026853810995817184));
  small = fma(small, z, c(0.1128358542919159));
  small = fma(small, z, c(-0.3761262595653534));
  small = fma(small, z, c(1.1283791065216064));
  let q = fma(c(0.0001863800862338394), a, c(-0.0029476669151335955));
  q = fma(q, a, c(0.021838096901774406));
  q = fma(q, a, c(-0.10310681909322739));
  q = fma(q, a, c(-0.6381447315216064));
  q = fma(q, a, c(-1.127089262008667));
  q = fma(q, a, c(-0.00034151258296333253));
  const large = f32x4.sub(c(1.0), exp(q));
  return v128.or(v128.bitselect(f32x4.mul(a, small), large, f32x4.lt(a, c(1.0))), sign);
}
