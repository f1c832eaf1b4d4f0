// The matrix product: chooses between dot products of rows and products of panels, and ends with the activation. A
// row's result depends on the whole sizes of the problem only, never on how rows are split.
import { activate, RELU } from './activation';
import { dotProducts } from './dot';
import { panels } from './panels';
import { SHORT, shortProduct } from './short';
import { rowProduct } from './tile-edge';

/** Results with at most so many columns are computed as their transposes. */
const NARROW = 6;
/** Dot products of so many terms are worth the summing of lanes. */
const LONG = 64;

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
  const strideA = <usize>lda << 2, strideB = <usize>ldb << 2, strideC = <usize>ldc << 2;
  // Summing lanes at the end of a dot product costs as much as packing B when there are about k / 4 rows.
  if (transB && !transA && (m <= min(max(k >> 2, 8), 32) || n <= 6)) {
    dotProducts(n, k, a, strideA, b, strideB, c, strideC, accumulate, bias, floor, from, to);
  } else if (m == 1 && !transB) {
    if (from < to) rowProduct(n, k, a, transA ? strideA : 4, b, strideB, c, accumulate, bias, floor);
  } else if (n <= NARROW && !bias && act != RELU) {
    // Too narrow for a panel, but not as the rows of the transpose.
    const part = a + (<usize>from << 2) * (transA ? 1 : lda);
    panels(
      i32(!transB), i32(!transA), to - from, k, b, strideB, part, strideA,
      c + <usize>from * strideC, strideC, accumulate, 0, floor, 0, n, 1,
    );
  } else {
    // Panels are not the best for short columns, and for one or two long ones that are left over.
    const edge = n & 7, whole = n - edge;
    const first = !transA && k > 0 && k <= SHORT ? whole : 0, last = transB && !transA && edge <= 2 && k >= LONG ? edge : 0;
    const rows = to - from, rowA = a + <usize>from * strideA, rowC = c + <usize>from * strideC;
    if (first) shortProduct(transB, rows, first, k, rowA, strideA, b, strideB, rowC, strideC, accumulate, bias, floor);
    const middle = n - first - last, bColumn: usize = transB ? strideB : 4;
    if (middle) {
      panels(
        transA, transB, middle, k, a, strideA, b + first * bColumn, strideB, c + (first << 2), strideC,
        accumulate, bias ? bias + (first << 2) : 0, floor, from, to, 0,
      );
    }
    if (last) {
      dotProducts(
        last, k, a, strideA, b + whole * bColumn, strideB, c + (whole << 2), strideC,
        accumulate, bias ? bias + (whole << 2) : 0, floor, from, to,
      );
    }
  }
  if (act > RELU || (act == RELU && !bias)) {
    let row = c + <usize>from * strideC;
    if (ldc == n) activate(act, row, row, (to - from) * n);
    else for (let i = from; i < to; i++, row += strideC) activate(act, row, row, n);
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
