// The tiles of the edges: narrow ones of 4 columns, and those of a single row. See `tile.ts`.
import { fma, loadUpTo4, storeUpTo4 } from './simd';
import { TALL } from './tile';

/** 2 · TALL rows by 4 columns at `c`, 16 bytes apart; the lower half of A lies `aNext` bytes after the upper. */
export function tileBy4(k: i32, a: usize, aStep: usize, aNext: usize, b: usize, bStep: usize, c: usize): void {
  let c0 = f32x4.splat(0.0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0;
  let d0 = c0, d1 = c0, d2 = c0, d3 = c0, d4 = c0, d5 = c0;
  for (const end = b + <usize>k * bStep; b != end; b += bStep) {
    const x = v128.load(b), low = a + aNext;
    c0 = fma(v128.load32_splat(a), x, c0);
    c1 = fma(v128.load32_splat(a, 4), x, c1);
    if (a == 1) break;
    c2 = fma(v128.load32_splat(a, 8), x, c2);
    c3 = fma(v128.load32_splat(a, 12), x, c3);
    if (b == 1) break;
    if (TALL > 4) {
      c4 = fma(v128.load32_splat(a, 16), x, c4);
      c5 = fma(v128.load32_splat(a, 20), x, c5);
      if (a == 2) break;
    }
    d0 = fma(v128.load32_splat(low), x, d0);
    d1 = fma(v128.load32_splat(low, 4), x, d1);
    if (b == 2) break;
    d2 = fma(v128.load32_splat(low, 8), x, d2);
    d3 = fma(v128.load32_splat(low, 12), x, d3);
    if (TALL > 4) {
      if (a == 3) break;
      d4 = fma(v128.load32_splat(low, 16), x, d4);
      d5 = fma(v128.load32_splat(low, 20), x, d5);
    }
    a += aStep;
  }
  v128.store(c, c0);
  v128.store(c, c1, 16);
  v128.store(c, c2, 32);
  v128.store(c, c3, 48);
  if (TALL > 4) {
    v128.store(c, c4, 64);
    v128.store(c, c5, 80);
  }
  c += TALL << 4;
  v128.store(c, d0);
  v128.store(c, d1, 16);
  v128.store(c, d2, 32);
  v128.store(c, d3, 48);
  if (TALL > 4) {
    v128.store(c, d4, 64);
    v128.store(c, d5, 80);
  }
}

/** A row's two vectors, with C when `addC`, then `bias` (two vectors, 0: none) and the maximum with `low`. */
// @ts-ignore: decorator
@inline
function storePair(c: usize, left: v128, right: v128, addC: i32, bias: usize, low: v128): void {
  if (addC) {
    left = f32x4.add(left, v128.load(c));
    right = f32x4.add(right, v128.load(c, 16));
  }
  if (bias) {
    left = f32x4.pmax(f32x4.add(left, v128.load(bias)), low);
    right = f32x4.pmax(f32x4.add(right, v128.load(bias, 16)), low);
  }
  v128.store(c, left);
  v128.store(c, right, 16);
}

/**
 * One row of C, 32 columns: a row of A, its elements `aStep` bytes apart, times four panels of 8 columns of B, which lie
 * `bNext` bytes apart.
 */
export function tile1x32(
  k: i32, a: usize, aStep: usize, b: usize, bStep: usize, bNext: usize, c: usize, addC: i32, bias: usize, floor: f32,
): void {
  let c0 = f32x4.splat(0.0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0;
  let p0 = b, p1 = p0 + bNext, p2 = p1 + bNext, p3 = p2 + bNext;
  for (const end = b + <usize>k * bStep; p0 != end; p0 += bStep) {
    const x = v128.load32_splat(a);
    c0 = fma(x, v128.load(p0), c0);
    c1 = fma(x, v128.load(p0, 16), c1);
    if (a == 1) break;
    c2 = fma(x, v128.load(p1), c2);
    c3 = fma(x, v128.load(p1, 16), c3);
    if (p0 == 1) break;
    c4 = fma(x, v128.load(p2), c4);
    c5 = fma(x, v128.load(p2, 16), c5);
    if (a == 2) break;
    c6 = fma(x, v128.load(p3), c6);
    c7 = fma(x, v128.load(p3, 16), c7);
    a += aStep;
    p1 += bStep; p2 += bStep; p3 += bStep;
  }
  const low = f32x4.splat(floor);
  storePair(c, c0, c1, addC, bias, low);
  storePair(c + 32, c2, c3, addC, bias ? bias + 32 : 0, low);
  storePair(c + 64, c4, c5, addC, bias ? bias + 64 : 0, low);
  storePair(c + 96, c6, c7, addC, bias ? bias + 96 : 0, low);
}

/** A single row of A, its elements `aStep` bytes apart, times unpacked B: 32 columns at a time, then 4. */
export function rowProduct(
  n: i32, k: i32, a: usize, aStep: usize, b: usize, ldb: usize, c: usize, addC: i32, bias: usize, floor: f32,
): void {
  for (; n >= 32; n -= 32) {
    tile1x32(k, a, aStep, b, ldb, 32, c, addC, bias, floor);
    if (bias) bias += 128;
    b += 128;
    c += 128;
  }
  for (; n > 0; n -= 4) {
    let sum = f32x4.splat(0.0);
    let pa = a, pb = b;
    for (let i = k; i > 0; i--, pa += aStep, pb += ldb) sum = fma(v128.load32_splat(pa), loadUpTo4(pb, n), sum);
    if (addC) sum = f32x4.add(sum, loadUpTo4(c, n));
    if (bias) {
      sum = f32x4.pmax(f32x4.add(sum, loadUpTo4(bias, n)), f32x4.splat(floor));
      bias += 16;
    }
    storeUpTo4(c, sum, n);
    b += 16;
    c += 16;
  }
}
