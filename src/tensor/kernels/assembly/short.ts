// Products over a short inner dimension, such as a layer with four inputs: 8 columns of B stay in registers while the
// rows of A pass by. Terms are added in the order of k, as in panels.
import { packB } from './pack';
import { scratch } from './scratch';
import { fma } from './simd';

/** The longest inner dimension whose columns fit into the registers. */
export const SHORT = 4;

/** 8 columns of `rows` rows: C (+)= max(A·B + bias, floor); rows of B lie `bStep` bytes apart. */
// @ts-ignore: decorator
@inline
function eightColumns(
  k: i32, rows: i32, a: usize, lda: usize, b: usize, bStep: usize,
  c: usize, ldc: usize, addC: i32, bias: usize, floor: f32,
): void {
  const zero = f32x4.splat(0.0), low = f32x4.splat(floor), row2 = b + (bStep << 1);
  const b0 = v128.load(b), c0 = v128.load(b, 16);
  const b1 = k > 1 ? v128.load(b + bStep) : zero, c1 = k > 1 ? v128.load(b + bStep, 16) : zero;
  const b2 = k > 2 ? v128.load(row2) : zero, c2 = k > 2 ? v128.load(row2, 16) : zero;
  const b3 = k > 3 ? v128.load(row2 + bStep) : zero, c3 = k > 3 ? v128.load(row2 + bStep, 16) : zero;
  const biasB = bias ? v128.load(bias) : zero, biasC = bias ? v128.load(bias, 16) : zero;
  for (; rows > 0; rows--) {
    let x = v128.load32_splat(a);
    let left = fma(x, b0, zero), more = fma(x, c0, zero);
    if (k > 1) {
      x = v128.load32_splat(a, 4);
      left = fma(x, b1, left);
      more = fma(x, c1, more);
    }
    if (k > 2) {
      x = v128.load32_splat(a, 8);
      left = fma(x, b2, left);
      more = fma(x, c2, more);
    }
    if (k > 3) {
      x = v128.load32_splat(a, 12);
      left = fma(x, b3, left);
      more = fma(x, c3, more);
    }
    if (addC) {
      left = f32x4.add(left, v128.load(c));
      more = f32x4.add(more, v128.load(c, 16));
    }
    if (bias) {
      left = f32x4.pmax(f32x4.add(left, biasB), low);
      more = f32x4.pmax(f32x4.add(more, biasC), low);
    }
    v128.store(c, left);
    v128.store(c, more, 16);
    a += lda;
    c += ldc;
  }
}

/** Rows of C (+)= max(A·op(B) + bias, floor) for k up to SHORT and whole groups of 8 columns. Strides in bytes. */
export function shortProduct(
  transB: i32, rows: i32, n: i32, k: i32, a: usize, lda: usize, b: usize, ldb: usize,
  c: usize, ldc: usize, addC: i32, bias: usize, floor: f32,
): void {
  const bStep: usize = transB ? 32 : ldb;
  for (let j = 0; j < n; j += 8) {
    let columns = b + (<usize>j << 2);
    if (transB) packB(1, b, ldb, j, 8, 0, k, columns = scratch);
    if (k == 1) eightColumns(1, rows, a, lda, columns, bStep, c, ldc, addC, bias, floor);
    else if (k == 2) eightColumns(2, rows, a, lda, columns, bStep, c, ldc, addC, bias, floor);
    else if (k == 3) eightColumns(3, rows, a, lda, columns, bStep, c, ldc, addC, bias, floor);
    else eightColumns(4, rows, a, lda, columns, bStep, c, ldc, addC, bias, floor);
    c += 32;
    if (bias) bias += 32;
  }
}
