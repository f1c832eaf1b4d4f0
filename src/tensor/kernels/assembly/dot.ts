// Products of row-major A with the transpose of row-major B as dot products of rows, without packing: for batch-1
// inference, for few rows, and for narrow heads. Every output sums its lanes in the same order, whatever its place.
import { fma, loadPartial, sumLanes, sumLanesOf4 } from './simd';

/** act(sum + bias (+ C)) for one output. */
// @ts-ignore: decorator
@inline
function finish(c: usize, sum: f32, addC: i32, bias: usize, floor: f32): void {
  if (addC) sum += load<f32>(c);
  if (bias) sum += load<f32>(bias);
  store<f32>(c, sum < floor ? floor : sum);
}

/** `count` outputs, `cStep` bytes apart: x · w_j for consecutive rows w_j, bias `biasStep` bytes apart. */
export function dotRow(
  count: i32, k: i32, x: usize, w: usize, ldw: usize,
  c: usize, cStep: usize, addC: i32, bias: usize, biasStep: usize, floor: f32,
): void {
  const end = x + (<usize>(k & ~3) << 2), tail = k & 3;
  for (; count >= 8; count -= 8) {
    let s0 = f32x4.splat(0.0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
    let w0 = w, w1 = w + ldw, w2 = w1 + ldw, w3 = w2 + ldw, w4 = w3 + ldw, w5 = w4 + ldw, w6 = w5 + ldw, w7 = w6 + ldw;
    w = w7 + ldw;
    let p = x;
    for (; p < end; p += 16) {
      const v = v128.load(p);
      s0 = fma(v, v128.load(w0), s0);
      s1 = fma(v, v128.load(w1), s1);
      if (w0 == 1) break;
      s2 = fma(v, v128.load(w2), s2);
      s3 = fma(v, v128.load(w3), s3);
      if (w1 == 1) break;
      s4 = fma(v, v128.load(w4), s4);
      s5 = fma(v, v128.load(w5), s5);
      if (w0 == 2) break;
      s6 = fma(v, v128.load(w6), s6);
      s7 = fma(v, v128.load(w7), s7);
      w0 += 16; w1 += 16; w2 += 16; w3 += 16; w4 += 16; w5 += 16; w6 += 16; w7 += 16;
    }
    if (tail) {
      const v = loadPartial(p, tail);
      s0 = fma(v, loadPartial(w0, tail), s0);
      s1 = fma(v, loadPartial(w1, tail), s1);
      s2 = fma(v, loadPartial(w2, tail), s2);
      s3 = fma(v, loadPartial(w3, tail), s3);
      s4 = fma(v, loadPartial(w4, tail), s4);
      s5 = fma(v, loadPartial(w5, tail), s5);
      s6 = fma(v, loadPartial(w6, tail), s6);
      s7 = fma(v, loadPartial(w7, tail), s7);
    }
    c = finish4(c, cStep, sumLanesOf4(s0, s1, s2, s3), addC, bias, biasStep, floor);
    if (bias) bias += biasStep << 2;
    c = finish4(c, cStep, sumLanesOf4(s4, s5, s6, s7), addC, bias, biasStep, floor);
    if (bias) bias += biasStep << 2;
  }
  for (; count > 0; count--) {
    let s0 = f32x4.splat(0.0);
    let p = x, q = w;
    for (; p < end; p += 16, q += 16) s0 = fma(v128.load(p), v128.load(q), s0);
    if (tail) s0 = fma(loadPartial(p, tail), loadPartial(q, tail), s0);
    finish(c, sumLanes(s0), addC, bias, floor);
    w += ldw;
    c += cStep;
    if (bias) bias += biasStep;
  }
}

/** Finishes four outputs and returns the place of the next one. */
function finish4(c: usize, cStep: usize, sums: v128, addC: i32, bias: usize, biasStep: usize, floor: f32): usize {
  if (cStep == 4 && biasStep == 4) {
    if (addC) sums = f32x4.add(sums, v128.load(c));
    if (bias) sums = f32x4.add(sums, v128.load(bias));
    v128.store(c, f32x4.pmax(sums, f32x4.splat(floor)));
    return c + 16;
  }
  finish(c, f32x4.extract_lane(sums, 0), addC, bias, floor);
  c += cStep;
  if (bias) bias += biasStep;
  finish(c, f32x4.extract_lane(sums, 1), addC, bias, floor);
  c += cStep;
  if (bias) bias += biasStep;
  finish(c, f32x4.extract_lane(sums, 2), addC, bias, floor);
  c += cStep;
  if (bias) bias += biasStep;
  finish(c, f32x4.extract_lane(sums, 3), addC, bias, floor);
  return c + cStep;
}

/** Four rows of A against `pairs` pairs of rows of B: eight accumulators, no packing. */
function dotTiles4x2(
  pairs: i32, k: i32, a: usize, lda: usize, b: usize, ldb: usize,
  c: usize, ldc: usize, addC: i32, bias: usize, floor: f32,
): void {
  const bytes = <usize>(k & ~3) << 2, tail = k & 3, low = f32x4.splat(floor);
  const c1 = ldc, c2 = ldc << 1, c3 = c2 + ldc;
  for (; pairs > 0; pairs--) {
    let s00 = f32x4.splat(0.0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
    let a0 = a, a1 = a + lda, a2 = a1 + lda, a3 = a2 + lda;
    let b0 = b, b1 = b + ldb;
    for (const end = a + bytes; a0 < end; ) {
      const x = v128.load(b0), y = v128.load(b1);
      let r = v128.load(a0);
      s00 = fma(r, x, s00);
      s01 = fma(r, y, s01);
      r = v128.load(a1);
      s10 = fma(r, x, s10);
      s11 = fma(r, y, s11);
      r = v128.load(a2);
      s20 = fma(r, x, s20);
      s21 = fma(r, y, s21);
      r = v128.load(a3);
      s30 = fma(r, x, s30);
      s31 = fma(r, y, s31);
      a0 += 16; a1 += 16; a2 += 16; a3 += 16; b0 += 16; b1 += 16;
    }
    if (tail) {
      const x = loadPartial(b0, tail), y = loadPartial(b1, tail);
      let r = loadPartial(a0, tail);
      s00 = fma(r, x, s00);
      s01 = fma(r, y, s01);
      r = loadPartial(a1, tail);
      s10 = fma(r, x, s10);
      s11 = fma(r, y, s11);
      r = loadPartial(a2, tail);
      s20 = fma(r, x, s20);
      s21 = fma(r, y, s21);
      r = loadPartial(a3, tail);
      s30 = fma(r, x, s30);
      s31 = fma(r, y, s31);
    }
    let rows01 = sumLanesOf4(s00, s01, s10, s11), rows23 = sumLanesOf4(s20, s21, s30, s31);
    if (addC) {
      rows01 = f32x4.add(rows01, v128.load_lane<f64>(c + c1, v128.load64_zero(c), 1));
      rows23 = f32x4.add(rows23, v128.load_lane<f64>(c + c3, v128.load64_zero(c + c2), 1));
    }
    if (bias) {
      const both = v128.load64_splat(bias);
      rows01 = f32x4.add(rows01, both);
      rows23 = f32x4.add(rows23, both);
      bias += 8;
    }
    rows01 = f32x4.pmax(rows01, low);
    rows23 = f32x4.pmax(rows23, low);
    v128.store_lane<f64>(c, rows01, 0);
    v128.store_lane<f64>(c + c1, rows01, 1);
    v128.store_lane<f64>(c + c2, rows23, 0);
    v128.store_lane<f64>(c + c3, rows23, 1);
    c += 8;
    b += ldb << 1;
  }
}

/** Rows from..to of C (+)= max(A·Bᵀ + bias, floor). Strides in bytes. */
export function dotProducts(
  n: i32, k: i32, a: usize, lda: usize, b: usize, ldb: usize, c: usize, ldc: usize,
  addC: i32, bias: usize, floor: f32, from: i32, to: i32,
): void {
  a += <usize>from * lda;
  c += <usize>from * ldc;
  let rows = to - from;
  for (; rows >= 4 && n > 1; rows -= 4) {
    dotTiles4x2(n >> 1, k, a, lda, b, ldb, c, ldc, addC, bias, floor);
    if (n & 1) {
      const last = <usize>(n - 1);
      dotRow(4, k, b + last * ldb, a, lda, c + (last << 2), ldc, addC, bias ? bias + (last << 2) : 0, 0, floor);
    }
    a += lda << 2;
    c += ldc << 2;
  }
  if (n == 1) {
    dotRow(rows, k, b, a, lda, c, ldc, addC, bias, 0, floor);
    return;
  }
  for (; rows > 0; rows--, a += lda, c += ldc) dotRow(n, k, a, b, ldb, c, 4, addC, bias, 4, floor);
}
