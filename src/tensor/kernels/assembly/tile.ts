// The register tiles of the matrix product. V8 moves arithmetic behind all loads of its block and runs out of registers
// then, which costs a third of the speed. A `break` ends a block, and what precedes it stays before it: those that ask for
// an address that is no multiple of 4 never happen. They must differ, as V8 removes a question it knows the answer to.
import { fma } from './simd';

/** Rows of the tall tile: what 15 registers hold beside a row's operands; without FMA a product needs one more. */
export const TALL: i32 = FMA ? 6 : 4;

/**
 * `blocks` tiles below each other, C[6 rows each][8 columns] (+)= A·B. Each k-step reads 6 contiguous floats of A and 8
 * of B, then moves on by `aStep` and `bStep` bytes; the next tile's A lies `aNext` bytes further.
 * Adds C when `addC`, then `bias` (8 floats, 0: none) with the maximum with `floor`.
 */
export function tiles6x8(
  blocks: i32, k: i32, a: usize, aStep: usize, aNext: usize, b: usize, bStep: usize,
  c: usize, ldc: usize, addC: i32, bias: usize, floor: f32,
): void {
  const end = b + <usize>k * bStep;
  for (; blocks > 0; blocks--) {
    let c00 = f32x4.splat(0.0), c01 = c00;
    let c10 = c00, c11 = c00;
    let c20 = c00, c21 = c00;
    let c30 = c00, c31 = c00;
    let c40 = c00, c41 = c00;
    let c50 = c00, c51 = c00;
    let pa = a, pb = b;
    if (pb != end) do {
      const b0 = v128.load(pb), b1 = v128.load(pb, 16);
      let x = v128.load32_splat(pa);
      c00 = fma(x, b0, c00);
      c01 = fma(x, b1, c01);
      if (pa == 1) break;
      x = v128.load32_splat(pa, 4);
      c10 = fma(x, b0, c10);
      c11 = fma(x, b1, c11);
      if (pb == 1) break;
      x = v128.load32_splat(pa, 8);
      c20 = fma(x, b0, c20);
      c21 = fma(x, b1, c21);
      if (pa == 2) break;
      x = v128.load32_splat(pa, 12);
      c30 = fma(x, b0, c30);
      c31 = fma(x, b1, c31);
      if (pb == 2) break;
      x = v128.load32_splat(pa, 16);
      c40 = fma(x, b0, c40);
      c41 = fma(x, b1, c41);
      if (pa == 3) break;
      x = v128.load32_splat(pa, 20);
      c50 = fma(x, b0, c50);
      c51 = fma(x, b1, c51);
      pa += aStep;
      pb += bStep;
    } while (pb != end);
    const r1 = c + ldc, r2 = r1 + ldc, r3 = r2 + ldc, r4 = r3 + ldc, r5 = r4 + ldc;
    if (addC) {
      c00 = f32x4.add(c00, v128.load(c));
      c01 = f32x4.add(c01, v128.load(c, 16));
      c10 = f32x4.add(c10, v128.load(r1));
      c11 = f32x4.add(c11, v128.load(r1, 16));
      c20 = f32x4.add(c20, v128.load(r2));
      c21 = f32x4.add(c21, v128.load(r2, 16));
      c30 = f32x4.add(c30, v128.load(r3));
      c31 = f32x4.add(c31, v128.load(r3, 16));
      c40 = f32x4.add(c40, v128.load(r4));
      c41 = f32x4.add(c41, v128.load(r4, 16));
      c50 = f32x4.add(c50, v128.load(r5));
      c51 = f32x4.add(c51, v128.load(r5, 16));
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
      c40 = f32x4.pmax(f32x4.add(c40, b0), low);
      c41 = f32x4.pmax(f32x4.add(c41, b1), low);
      c50 = f32x4.pmax(f32x4.add(c50, b0), low);
      c51 = f32x4.pmax(f32x4.add(c51, b1), low);
    }
    v128.store(c, c00);
    v128.store(c, c01, 16);
    v128.store(r1, c10);
    v128.store(r1, c11, 16);
    v128.store(r2, c20);
    v128.store(r2, c21, 16);
    v128.store(r3, c30);
    v128.store(r3, c31, 16);
    v128.store(r4, c40);
    v128.store(r4, c41, 16);
    v128.store(r5, c50);
    v128.store(r5, c51, 16);
    a += aNext;
    c = r5 + ldc;
  }
}

/** The same with 4 rows. */
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
