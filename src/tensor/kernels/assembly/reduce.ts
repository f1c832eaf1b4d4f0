// Reductions over the middle of outer × n × inner.
import { loadUpTo4, storeUpTo4, sumLanes } from './simd';

/** Values added in float32 before their sum goes into a float64. */
const BLOCK = 4096;

/** Sum of n contiguous floats. */
// @ts-ignore: decorator
@inline
function rowSum(x: usize, n: i32): f64 {
  let total: f64 = 0.0;
  while (n > 0) {
    const count = min(n, BLOCK);
    const end16 = x + (<usize>(count & ~15) << 2), end = x + (<usize>(count & ~3) << 2);
    let s0 = f32x4.splat(0.0), s1 = s0, s2 = s0, s3 = s0;
    for (; x < end16; x += 64) {
      s0 = f32x4.add(s0, v128.load(x));
      s1 = f32x4.add(s1, v128.load(x, 16));
      s2 = f32x4.add(s2, v128.load(x, 32));
      s3 = f32x4.add(s3, v128.load(x, 48));
    }
    for (; x < end; x += 16) s0 = f32x4.add(s0, v128.load(x));
    const tail = count & 3;
    if (tail) s1 = f32x4.add(s1, loadUpTo4(x, tail));
    x += <usize>tail << 2;
    total += <f64>sumLanes(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
    n -= count;
  }
  return total;
}

export function reduceSum(x: usize, y: usize, outer: i32, n: i32, inner: i32, scale: f32): void {
  if (inner == 1) {
    for (let o = 0; o < outer; o++) {
      store<f32>(y, <f32>(rowSum(x, n) * <f64>scale));
      x += <usize>n << 2;
      y += 4;
    }
    return;
  }
  const row = <usize>inner << 2, s = f32x4.splat(scale);
  for (let o = 0; o < outer; o++) {
    let column = 0;
    // A cache line of columns at a time.
    for (; column + 16 <= inner; column += 16) {
      let p = x + (<usize>column << 2);
      let s0 = f32x4.splat(0.0), s1 = s0, s2 = s0, s3 = s0;
      for (let j = 0; j < n; j++) {
        s0 = f32x4.add(s0, v128.load(p));
        s1 = f32x4.add(s1, v128.load(p, 16));
        s2 = f32x4.add(s2, v128.load(p, 32));
        s3 = f32x4.add(s3, v128.load(p, 48));
        p += row;
      }
      const to = y + (<usize>column << 2);
      v128.store(to, f32x4.mul(s0, s));
      v128.store(to, f32x4.mul(s1, s), 16);
      v128.store(to, f32x4.mul(s2, s), 32);
      v128.store(to, f32x4.mul(s3, s), 48);
    }
    for (; column < inner; column += 4) {
      const left = inner - column;
      let p = x + (<usize>column << 2), sum = f32x4.splat(0.0);
      for (let j = 0; j < n; j++) {
        sum = f32x4.add(sum, loadUpTo4(p, left));
        p += row;
      }
      storeUpTo4(y + (<usize>column << 2), f32x4.mul(sum, s), left);
    }
    x += row * <usize>n;
    y += row;
  }
}

export function reduceSumGrad(
  dy: usize, dx: usize, outer: i32, n: i32, inner: i32, scale: f32, accumulate: i32,
): void {
  const s = f32x4.splat(scale), kept = i32x4.splat(-accumulate);
  // With inner 1 all of a row is one value, else a row of values is repeated.
  const count = inner == 1 ? n : inner, repeats = inner == 1 ? 1 : n;
  for (let o = 0; o < outer; o++) {
    const single = f32x4.mul(v128.load32_splat(dy), s);
    for (let j = 0; j < repeats; j++) {
      for (let i = 0; i < count; i += 4) {
        const left = count - i, at = dx + (<usize>i << 2);
        const g = inner == 1 ? single : f32x4.mul(loadUpTo4(dy + (<usize>i << 2), left), s);
        storeUpTo4(at, f32x4.add(g, v128.and(loadUpTo4(at, left), kept)), left);
      }
      dx += <usize>count << 2;
    }
    dy += <usize>inner << 2;
  }
}

export function reduceExtreme(
  x: usize, values: usize, indices: usize, outer: i32, n: i32, inner: i32, sign: f32,
): void {
  const row = <usize>inner << 2;
  for (let o = 0; o < outer; o++) {
    for (let k = 0; k < inner; k++) {
      let p = x + (<usize>k << 2), best = load<f32>(p) * sign, index = 0;
      for (let j = 1; j < n; j++) {
        p += row;
        const value = load<f32>(p) * sign;
        // The first NaN stays: nothing is greater, and it is replaced by nothing.
        if (value > best || (value != value && best == best)) {
          best = value;
          index = j;
        }
      }
      store<f32>(values, best * sign);
      store<i32>(indices, index);
      values += 4;
      indices += 4;
    }
    x += row * <usize>n;
  }
}

export function firstNonFinite(x: usize, n: i32): i32 {
  const zero = f32x4.splat(0.0);
  let i = 0;
  // 0 · x is 0 for finite x only.
  for (; i + 4 <= n; i += 4) {
    if (v128.any_true(f32x4.ne(f32x4.mul(v128.load(x + (<usize>i << 2)), zero), zero))) break;
  }
  for (; i < n; i++) if (load<f32>(x + (<usize>i << 2)) * 0.0 != 0.0) return i;
  return -1;
}
