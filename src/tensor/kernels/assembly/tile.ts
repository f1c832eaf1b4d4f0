// The register tile of the matrix product: 4 rows by 8 columns in eight accumulators. A larger tile or an unrolled
// loop makes V8 spill them, which costs a third of the speed.
import { fma, loadUpTo4, storeUpTo4 } from './simd';

/**
 * `blocks` tiles below each other, C[4 rows each][8 columns] (+)= A·B. Each k-step reads 4 contiguous floats of A and 8
 * of B, then moves on by `aStep` and `bStep` bytes; the next tile's A lies `aNext` bytes further.
 * Adds C when `addC`, then `bias` (8 floats, 0: none), then takes the maximum with `floor`.
 */
export function tiles4x8(
  blocks: i32, k: i32, a: usize, aStep: usize, aNext: usize, b: usize, bStep: usize,
  c: usize, ldc: usize, addC: i32, bias: usize, floor: f32,
): void {
  for (; blocks > 0; blocks--) {
    let c00 = f32x4.splat(0.0), c01 = c00;
    let c10 = c00, c11 = c00;
    let c20 = c00, c21 = c00;
    let c30 = c00, c31 = c00;
    let pa = a, pb = b;
    for (let i = k; i > 0; i--) {
      const b0 = v128.load(pb), b1 = v128.load(pb, 16);
      let x = v128.load32_splat(pa);
      c00 = fma(x, b0, c00);
      c01 = fma(x, b1, c01);
      x = v128.load32_splat(pa, 4);
      c10 = fma(x, b0, c10);
      c11 = fma(x, b1, c11);
      x = v128.load32_splat(pa, 8);
      c20 = fma(x, b0, c20);
      c21 = fma(x, b1, c21);
      x = v128.load32_splat(pa, 12);
      c30 = fma(x, b0, c30);
      c31 = fma(x, b1, c31);
      pa += aStep;
      pb += bStep;
    }
    const r1 = c + ldc, r2 = r1 + ldc, r3 = r2 + ldc;
    if (addC) {
      c00 = f32x4.add(c00, v128.load(c));
      c01 = f32x4.add(c01, v128.load(c, 16));
      c10 = f32x4.add(c10, v128.load(r1));
      c11 = f32x4.add(c11, v128.load(r1, 16));
      c20 = f32x4.add(c20, v128.load(r2));
      c21 = f32x4.add(c21, v128.load(r2, 16));
      c30 = f32x4.add(c30, v128.load(r3));
      c31 = f32x4.add(c31, v128.load(r3, 16));
    }
    if (bias) {
      const b0 = v128.load(bias), b1 = v128.load(bias, 16), low = f32x4.splat(floor);
      c00 = f32x4.pmax(f32x4.add(c00, b0), low);
      c01 = f32x4.pmax(f32x4.add(c01, b1), low);
      c10 = f32x4.pmax(f32x4.add(c10, b0), low);
      c11 = f32x4.pmax(f32x4.add(c11, b1), low);
      c20 = f32x4.pmax(f32x4.add(c20, b0), low);
      c21 = f32x4.pmax(f32x4.add(c21, b1), low);
      c30 = f32x4.pmax(f32x4.add(c30, b0), low);
      c31 = f32x4.pmax(f32x4.add(c31, b1), low);
    }
    v128.store(c, c00);
    v128.store(c, c01, 16);
    v128.store(r1, c10);
    v128.store(r1, c11, 16);
    v128.store(r2, c20);
    v128.store(r2, c21, 16);
    v128.store(r3, c30);
    v128.store(r3, c31, 16);
    a += aNext;
    c = r3 + ldc;
  }
}

/** `pairs` tiles of 8 rows by 4 columns below each other; a tile's lower half of A lies `aNext` bytes after its upper. */
export function tiles8x4(
  pairs: i32, k: i32, a: usize, aStep: usize, aNext: usize, b: usize, bStep: usize,
  c: usize, ldc: usize, addC: i32, bias: usize, floor: f32,
): void {
  for (; pairs > 0; pairs--) {
    let c0 = f32x4.splat(0.0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0;
    let pa = a, pb = b;
    for (let i = k; i > 0; i--) {
      const x = v128.load(pb), low = pa + aNext;
      c0 = fma(v128.load32_splat(pa), x, c0);
      c1 = fma(v128.load32_splat(pa, 4), x, c1);
      c2 = fma(v128.load32_splat(pa, 8), x, c2);
      c3 = fma(v128.load32_splat(pa, 12), x, c3);
      c4 = fma(v128.load32_splat(low), x, c4);
      c5 = fma(v128.load32_splat(low, 4), x, c5);
      c6 = fma(v128.load32_splat(low, 8), x, c6);
      c7 = fma(v128.load32_splat(low, 12), x, c7);
      pa += aStep;
      pb += bStep;
    }
    const d = c + (ldc << 2);
    storeVectors(c, ldc, 0, c0, c1, c2, c3, addC, bias, floor);
    storeVectors(d, ldc, 0, c4, c5, c6, c7, addC, bias, floor);
    a += aNext << 1;
    c = d + (ldc << 2);
  }
}

/** Four vectors `ldc` bytes apart, with C, bias (`biasStep` bytes apart) and floor as in `tiles4x8`. */
// @ts-ignore: decorator
@inline
function storeVectors(
  c: usize, ldc: usize, biasStep: usize, c0: v128, c1: v128, c2: v128, c3: v128,
  addC: i32, bias: usize, floor: f32,
): void {
  const r1 = c + ldc, r2 = r1 + ldc, r3 = r2 + ldc;
  if (addC) {
    c0 = f32x4.add(c0, v128.load(c));
    c1 = f32x4.add(c1, v128.load(r1));
    c2 = f32x4.add(c2, v128.load(r2));
    c3 = f32x4.add(c3, v128.load(r3));
  }
  if (bias) {
    const low = f32x4.splat(floor), b1 = bias + biasStep, b2 = b1 + biasStep, b3 = b2 + biasStep;
    c0 = f32x4.pmax(f32x4.add(c0, v128.load(bias)), low);
    c1 = f32x4.pmax(f32x4.add(c1, v128.load(b1)), low);
    c2 = f32x4.pmax(f32x4.add(c2, v128.load(b2)), low);
    c3 = f32x4.pmax(f32x4.add(c3, v128.load(b3)), low);
  }
  v128.store(c, c0);
  v128.store(r1, c1);
  v128.store(r2, c2);
  v128.store(r3, c3);
}

/** A single row of A, its elements `aStep` bytes apart, times unpacked B: 32 columns at a time, then 4. */
export function rowProduct(
  n: i32, k: i32, a: usize, aStep: usize, b: usize, ldb: usize, c: usize, addC: i32, bias: usize, floor: f32,
): void {
  for (; n >= 32; n -= 32) {
    let c0 = f32x4.splat(0.0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0;
    let pa = a, pb = b;
    for (let i = k; i > 0; i--, pa += aStep, pb += ldb) {
      const x = v128.load32_splat(pa);
      c0 = fma(x, v128.load(pb), c0);
      c1 = fma(x, v128.load(pb, 16), c1);
      c2 = fma(x, v128.load(pb, 32), c2);
      c3 = fma(x, v128.load(pb, 48), c3);
      c4 = fma(x, v128.load(pb, 64), c4);
      c5 = fma(x, v128.load(pb, 80), c5);
      c6 = fma(x, v128.load(pb, 96), c6);
      c7 = fma(x, v128.load(pb, 112), c7);
    }
    const half = bias ? bias + 64 : 0;
    storeVectors(c, 16, 16, c0, c1, c2, c3, addC, bias, floor);
    storeVectors(c + 64, 16, 16, c4, c5, c6, c7, addC, half, floor);
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
