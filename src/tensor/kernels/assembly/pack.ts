// Packs slices of a matrix for the register tile: for every k-step a few contiguous floats, so that the tile walks
// through memory without strides (which, being powers of two, would evict each other from the first-level cache).
import { loadPartial } from './simd';

/**
 * Interleaves four rows: dst[i] = (r0[i], r1[i], r2[i], r3[i]) for i < k, `dstStep` bytes apart. Rows from `valid` on
 * repeat the last valid one; their products are discarded.
 */
export function packRows4(src: usize, ld: usize, valid: i32, k: i32, dst: usize, dstStep: usize): void {
  const r0 = src;
  const r1 = valid > 1 ? src + ld : src;
  const r2 = valid > 2 ? r1 + ld : r1;
  const r3 = valid > 3 ? r2 + ld : r2;
  let i: usize = 0;
  for (const end = <usize>(k & ~3) << 2; i < end; i += 16) {
    const a = v128.load(r0 + i), b = v128.load(r1 + i), c = v128.load(r2 + i), d = v128.load(r3 + i);
    const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const ef = v128.shuffle<f32>(a, b, 2, 6, 3, 7), gh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    v128.store(dst, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
    v128.store(dst + dstStep, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
    dst += dstStep << 1;
    v128.store(dst, v128.shuffle<f32>(ef, gh, 0, 1, 4, 5));
    v128.store(dst + dstStep, v128.shuffle<f32>(ef, gh, 2, 3, 6, 7));
    dst += dstStep << 1;
  }
  for (const end = <usize>k << 2; i < end; i += 4) {
    store<f32>(dst, load<f32>(r0 + i));
    store<f32>(dst, load<f32>(r1 + i), 4);
    store<f32>(dst, load<f32>(r2 + i), 8);
    store<f32>(dst, load<f32>(r3 + i), 12);
    dst += dstStep;
  }
}

/** dst[i] = the first `valid` (1..4) floats of row i, zeros behind them; rows are `ld`, results `dstStep` bytes apart. */
export function packColumns4(src: usize, ld: usize, valid: i32, k: i32, dst: usize, dstStep: usize): void {
  if (valid >= 4) {
    for (; k > 0; k--) {
      v128.store(dst, v128.load(src));
      src += ld;
      dst += dstStep;
    }
  } else {
    for (; k > 0; k--) {
      v128.store(dst, loadPartial(src, valid));
      src += ld;
      dst += dstStep;
    }
  }
}

/** One block of 4 rows of op(A) from row i and step k0: k steps of 4 floats. */
// @ts-ignore: decorator
@inline
export function packA(trans: i32, a: usize, ld: usize, i: i32, valid: i32, k0: i32, k: i32, dst: usize): void {
  if (trans) packColumns4(a + <usize>k0 * ld + (<usize>i << 2), ld, valid, k, dst, 16);
  else packRows4(a + <usize>i * ld + (<usize>k0 << 2), ld, valid, k, dst, 16);
}

/** One panel of 8 columns of op(B) from column j and step k0: k steps of 8 floats. */
export function packB(trans: i32, b: usize, ld: usize, j: i32, valid: i32, k0: i32, k: i32, dst: usize): void {
  const left = min(valid, 4), right = max(valid - 4, 0);
  if (trans) {
    b += <usize>j * ld + (<usize>k0 << 2);
    packRows4(b, ld, left, k, dst, 32);
    if (right) packRows4(b + (ld << 2), ld, right, k, dst + 16, 32);
  } else {
    b += <usize>k0 * ld + (<usize>j << 2);
    packColumns4(b, ld, left, k, dst, 32);
    if (right) packColumns4(b + 16, ld, right, k, dst + 16, 32);
  }
}
