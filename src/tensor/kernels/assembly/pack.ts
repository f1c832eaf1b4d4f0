// Packs slices of a matrix for the register tile: for every k-step a few contiguous floats, so that the tile walks
// through memory without strides (which, being powers of two, would evict each other from the first-level cache).
import { loadPartial } from './simd';
import { TALL } from './tile';

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

/** Interleaves six rows: `k` steps of 6 floats behind each other. */
function packRows6(src: usize, ld: usize, k: i32, dst: usize): void {
  const r0 = src, r1 = r0 + ld, r2 = r1 + ld, r3 = r2 + ld, r4 = r3 + ld, r5 = r4 + ld;
  let i: usize = 0;
  for (const end = <usize>(k & ~3) << 2; i < end; i += 16) {
    const a = v128.load(r0 + i), b = v128.load(r1 + i), c = v128.load(r2 + i), d = v128.load(r3 + i);
    const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const ef = v128.shuffle<f32>(a, b, 2, 6, 3, 7), gh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    const e = v128.load(r4 + i), f = v128.load(r5 + i);
    const low = v128.shuffle<f32>(e, f, 0, 4, 1, 5), high = v128.shuffle<f32>(e, f, 2, 6, 3, 7);
    v128.store(dst, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
    v128.store_lane<f64>(dst, low, 0, 16);
    v128.store(dst, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), 24);
    v128.store_lane<f64>(dst, low, 1, 40);
    v128.store(dst, v128.shuffle<f32>(ef, gh, 0, 1, 4, 5), 48);
    v128.store_lane<f64>(dst, high, 0, 64);
    v128.store(dst, v128.shuffle<f32>(ef, gh, 2, 3, 6, 7), 72);
    v128.store_lane<f64>(dst, high, 1, 88);
    dst += 96;
  }
  for (const end = <usize>k << 2; i < end; i += 4) {
    store<f32>(dst, load<f32>(r0 + i));
    store<f32>(dst, load<f32>(r1 + i), 4);
    store<f32>(dst, load<f32>(r2 + i), 8);
    store<f32>(dst, load<f32>(r3 + i), 12);
    store<f32>(dst, load<f32>(r4 + i), 16);
    store<f32>(dst, load<f32>(r5 + i), 20);
    dst += 24;
  }
}

function packColumns6(src: usize, ld: usize, k: i32, dst: usize): void {
  for (; k > 0; k--) {
    v128.store(dst, v128.load(src));
    store<f64>(dst, load<f64>(src, 16), 16);
    src += ld;
    dst += 24;
  }
}

/** One block of TALL rows of op(A) from row i and step k0: k steps of TALL floats. */
// @ts-ignore: decorator
@inline
export function packTall(trans: i32, a: usize, ld: usize, i: i32, k0: i32, k: i32, dst: usize): void {
  if (TALL == 4) packA(trans, a, ld, i, 4, k0, k, dst);
  else if (trans) packColumns6(a + <usize>k0 * ld + (<usize>i << 2), ld, k, dst);
  else packRows6(a + <usize>i * ld + (<usize>k0 << 2), ld, k, dst);
}

/** One block of 4 rows, or the `valid` that are left: k steps of 4 floats. */
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
