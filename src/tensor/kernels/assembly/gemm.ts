// The matrix product: chooses between dot products of rows and packed panels, blocks for the caches, and ends with
// bias and activation. A row's result depends on the whole problem's sizes only, never on how rows are split.
import { activate, RELU } from './activation';
import { dotProducts } from './dot';
import { packA, packB } from './pack';
import { scratch } from './scratch';
import { loadUpTo4, storeUpTo4 } from './simd';
import { rowProduct, tiles4x8, tiles8x4 } from './tile';

/** Block sizes: KC * 8 floats of B stay in the first-level cache, MC * KC of A in the second, KC * NC of B in the third. */
const KC = 256, MC = 128, NC = 2048;
/** Rows this many bytes apart compete for the same lines of the first-level cache. */
const WIDE: usize = 2048;
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
  // Summing lanes at the end of a dot product costs as much as packing B when there are about k / 4 rows.
  if (transB && !transA && (m <= min(max(k >> 2, 8), 32) || n <= 6)) {
    dotProducts(n, k, a, <usize>lda << 2, b, <usize>ldb << 2, c, strideC, accumulate, bias, floor, from, to);
  } else if (m == 1 && !transB) {
    if (from < to) rowProduct(n, k, a, transA ? <usize>lda << 2 : 4, b, <usize>ldb << 2, c, accumulate, bias, floor);
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
      const kc = min(k - k0, KC), addC = accumulate | i32(k0 > 0);
      const panelBytes = <usize>kc << 5, blockBytes = <usize>kc << 4;
      // Contiguous columns of B are read in place when few rows use them, contiguous rows of A when few columns do.
      const inPlaceB = !transB && to - from <= (ldb < WIDE ? 96 : 32) ? nc & ~7 : 0;
      for (let j = inPlaceB; j < nc; j += 8) {
        packB(transB, b, ldb, j0 + j, min(nc - j, 8), k0, kc, packedB + <usize>(j >> 3) * panelBytes);
      }
      for (let i0 = from; i0 < to; i0 += MC) {
        const mc = min(to - i0, MC), full = mc & ~3, inPlaceA = transA && nc <= (lda < WIDE ? 64 : 32);
        for (let i = inPlaceA ? full : 0; i < mc; i += 4) {
          packA(transA, a, lda, i0 + i, min(mc - i, 4), k0, kc, packedA + <usize>(i >> 2) * blockBytes);
        }
        const blocks = inPlaceA ? a + <usize>k0 * lda + (<usize>i0 << 2) : packedA;
        const aStep: usize = inPlaceA ? lda : 16, aNext: usize = inPlaceA ? 16 : blockBytes;
        for (let j = 0; j < nc; j += 8) {
          const columns = min(nc - j, 8), column = <usize>(j0 + j) << 2;
          const panel = j < inPlaceB ? b + <usize>k0 * ldb + column : packedB + <usize>(j >> 3) * panelBytes;
          const bStep: usize = j < inPlaceB ? ldb : 32;
          const pc = c + <usize>i0 * ldc + column;
          const last = k0 + kc >= k && bias != 0, pbias = last ? bias + column : 0;
          fullBlocks(full >> 2, columns, kc, blocks, aStep, aNext, panel, bStep, pc, ldc, addC, pbias, floor);
          if (full < mc) {
            const rest = packedA + <usize>(full >> 2) * blockBytes;
            edgeTile(kc, rest, 16, panel, bStep, pc + <usize>full * ldc, ldc, mc - full, columns, addC, pbias, floor);
          }
        }
      }
    }
  }
}

/** Blocks of 4 rows of A times one panel of up to 8 columns. */
function fullBlocks(
  blocks: i32, columns: i32, k: i32, a: usize, aStep: usize, aNext: usize, b: usize, bStep: usize,
  c: usize, ldc: usize, addC: i32, bias: usize, floor: f32,
): void {
  if (columns == 8) {
    tiles4x8(blocks, k, a, aStep, aNext, b, bStep, c, ldc, addC, bias, floor);
    return;
  }
  if (columns == 4) {
    const pairs = blocks >> 1;
    tiles8x4(pairs, k, a, aStep, aNext, b, bStep, c, ldc, addC, bias, floor);
    a += <usize>(pairs << 1) * aNext;
    c += <usize>(pairs << 3) * ldc;
    blocks &= 1;
  }
  for (; blocks > 0; blocks--) {
    edgeTile(k, a, aStep, b, bStep, c, ldc, 4, columns, addC, bias, floor);
    a += aNext;
    c += ldc << 2;
  }
}

/** A tile that reaches over the matrix's edge: computed aside, then only its `rows` x `columns` are written. */
function edgeTile(
  k: i32, a: usize, aStep: usize, b: usize, bStep: usize, c: usize, ldc: usize,
  rows: i32, columns: i32, addC: i32, bias: usize, floor: f32,
): void {
  tiles4x8(1, k, a, aStep, 0, b, bStep, scratch, 32, 0, 0, floor);
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
