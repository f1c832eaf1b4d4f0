// The matrix product: chooses between dot products of rows and packed panels, blocks for the caches, and ends with
// bias and activation. A row's result depends on the whole problem's sizes only, never on how rows are split.
import { activate, RELU } from './activation';
import { dotProducts } from './dot';
import { packA, packB } from './pack';
import { scratch } from './scratch';
import { loadUpTo4, storeUpTo4 } from './simd';
import { tiles4x8 } from './tile';

/** Block sizes: KC * 8 floats of B stay in the first-level cache, MC * KC of A in the second, KC * NC of B in the third. */
const KC = 256, MC = 128, NC = 2048;
const EDGE_BYTES: usize = 128;
const A_BYTES: usize = MC * KC * 4;

export function gemm(
  transA: i32, transB: i32, m: i32, n: i32, k: i32, a: usize, lda: i32, b: usize, ldb: i32, c: usize, ldc: i32,
  accumulate: i32, bias: usize, act: i32,
): void {
  gemmRows(transA, transB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, bias, act, 0, m);
}

/** Rows from..to of `gemm`. */
export function gemmRows(
  transA: i32, transB: i32, m: i32, n: i32, k: i32, a: usize, lda: i32, b: usize, ldb: i32, c: usize, ldc: i32,
  accumulate: i32, bias: usize, act: i32, from: i32, to: i32,
): void {
  const floor: f32 = act == RELU && bias ? 0.0 : -f32.MAX_VALUE * 2;
  const strideC = <usize>ldc << 2;
  if (transB && !transA && (m <= 16 || n <= 6)) {
    dotProducts(n, k, a, <usize>lda << 2, b, <usize>ldb << 2, c, strideC, accumulate, bias, floor, from, to);
  } else {
    panels(transA, transB, n, k, a, <usize>lda << 2, b, <usize>ldb << 2, c, strideC, accumulate, bias, floor, from, to);
  }
  if (act > RELU || (act == RELU && !bias)) {
    if (ldc == n) activate(act, c + <usize>from * strideC, (to - from) * n);
    else for (let i = from; i < to; i++) activate(act, c + <usize>i * strideC, n);
  }
}

export function gemmBatched(
  transA: i32, transB: i32, batch: i32, m: i32, n: i32, k: i32, a: usize, lda: i32, strideA: i32,
  b: usize, ldb: i32, strideB: i32, c: usize, ldc: i32, strideC: i32, accumulate: i32,
): void {
  for (; batch > 0; batch--) {
    gemmRows(transA, transB, m, n, k, a, lda, b, ldb, c, ldc, accumulate, 0, 0, 0, m);
    a += <usize>strideA << 2;
    b += <usize>strideB << 2;
    c += <usize>strideC << 2;
  }
}

/** Blocked product of packed panels, rows from..to. Strides in bytes. */
function panels(
  transA: i32, transB: i32, n: i32, k: i32, a: usize, lda: usize, b: usize, ldb: usize, c: usize, ldc: usize,
  accumulate: i32, bias: usize, floor: f32, from: i32, to: i32,
): void {
  const packedA = scratch + EDGE_BYTES, packedB = packedA + A_BYTES;
  for (let j0 = 0; j0 < n; j0 += NC) {
    const nc = min(n - j0, NC);
    for (let k0 = 0; k0 < k || k0 == 0; k0 += KC) {
      const kc = min(k - k0, KC), last = k0 + kc >= k;
      const panelBytes = <usize>kc << 5, blockBytes = <usize>kc << 4;
      // Contiguous columns of B are read in place when few rows use them.
      const direct = !transB && to - from <= 16 ? nc & ~7 : 0;
      for (let j = direct; j < nc; j += 8) {
        packB(transB, b, ldb, j0 + j, min(nc - j, 8), k0, kc, packedB + <usize>(j >> 3) * panelBytes);
      }
      for (let i0 = from; i0 < to; i0 += MC) {
        const mc = min(to - i0, MC), blocks = mc >> 2, rest = mc & 3;
        for (let i = 0; i < mc; i += 4) {
          packA(transA, a, lda, i0 + i, min(mc - i, 4), k0, kc, packedA + <usize>(i >> 2) * blockBytes);
        }
        for (let j = 0; j < nc; j += 8) {
          const inPlace = j < direct;
          const pb = inPlace ? b + <usize>k0 * ldb + (<usize>(j0 + j) << 2) : packedB + <usize>(j >> 3) * panelBytes;
          const bStep: usize = inPlace ? ldb : 32;
          const pc = c + <usize>i0 * ldc + (<usize>(j0 + j) << 2);
          const pbias = last && bias ? bias + (<usize>(j0 + j) << 2) : 0;
          const addC = accumulate | i32(k0 > 0);
          const columns = min(nc - j, 8);
          if (columns == 8) {
            tiles4x8(blocks, kc, packedA, 16, blockBytes, pb, bStep, pc, ldc, addC, pbias, floor);
            if (rest) {
              edgeTile(kc, packedA + <usize>blocks * blockBytes, pb, bStep, pc + <usize>(blocks << 2) * ldc, ldc, rest, 8, addC, pbias, floor);
            }
          } else {
            for (let i = 0; i < mc; i += 4) {
              edgeTile(kc, packedA + <usize>(i >> 2) * blockBytes, pb, bStep, pc + <usize>i * ldc, ldc, min(mc - i, 4), columns, addC, pbias, floor);
            }
          }
        }
      }
    }
  }
}

/** A tile that reaches over the matrix's edge: computed aside, then only its `rows` x `columns` are written. */
function edgeTile(
  k: i32, a: usize, b: usize, bStep: usize, c: usize, ldc: usize, rows: i32, columns: i32, addC: i32, bias: usize, floor: f32,
): void {
  tiles4x8(1, k, a, 16, 0, b, bStep, scratch, 32, 0, 0, floor);
  const low = f32x4.splat(floor);
  for (let tile = scratch; rows > 0; rows--, tile += 32, c += ldc) {
    for (let j = 0; j < columns; j += 4) {
      const o = <usize>j << 2, left = columns - j;
      let v = v128.load(tile + o);
      if (addC) v = f32x4.add(v, loadUpTo4(c + o, left));
      if (bias) v = f32x4.pmax(f32x4.add(v, loadUpTo4(bias + o, left)), low);
      storeUpTo4(c + o, v, left);
    }
  }
}

export function colSumAccumulate(x: usize, out: usize, rows: i32, cols: i32): void {
  const ld = <usize>cols << 2;
  let j = 0;
  for (; j + 16 <= cols; j += 16) {
    const o = out + (<usize>j << 2);
    let s0 = v128.load(o), s1 = v128.load(o, 16), s2 = v128.load(o, 32), s3 = v128.load(o, 48);
    let p = x + (<usize>j << 2);
    for (let i = 0; i < rows; i++, p += ld) {
      s0 = f32x4.add(s0, v128.load(p));
      s1 = f32x4.add(s1, v128.load(p, 16));
      s2 = f32x4.add(s2, v128.load(p, 32));
      s3 = f32x4.add(s3, v128.load(p, 48));
    }
    v128.store(o, s0);
    v128.store(o, s1, 16);
    v128.store(o, s2, 32);
    v128.store(o, s3, 48);
  }
  for (; j + 4 <= cols; j += 4) {
    const o = out + (<usize>j << 2);
    let s = v128.load(o), p = x + (<usize>j << 2);
    for (let i = 0; i < rows; i++, p += ld) s = f32x4.add(s, v128.load(p));
    v128.store(o, s);
  }
  for (; j < cols; j++) {
    const o = out + (<usize>j << 2);
    let s = load<f32>(o), p = x + (<usize>j << 2);
    for (let i = 0; i < rows; i++, p += ld) s += load<f32>(p);
    store<f32>(o, s);
  }
}
