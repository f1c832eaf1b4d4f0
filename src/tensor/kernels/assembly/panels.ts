// The blocked product: A in blocks of as many rows as a tile has, B in panels of 8 columns, both packed unless they can
// be read in place. A term is added in the order of k wherever an element lies, so neither blocks nor edges change a bit.
import { packA, packB, packTall } from './pack';
import { scratch } from './scratch';
import { loadUpTo4, storeUpTo4 } from './simd';
import { TALL, tiles4x8, tiles6x8 } from './tile';
import { tile1x32, tileBy4 } from './tile-edge';

/** Block sizes: a panel of KC * 8 floats of B stays in the first-level cache, a block of MC rows in the second. */
const KC = 256, MC = 48, NC = 2048;
/** Rows this many bytes apart compete for the same lines of the first-level cache. */
const WIDE: usize = 2048;
/** A tile computed aside, and its transpose. */
const EDGE_BYTES: usize = 256;
/** A block of rows ends with up to three that are none. */
const A_BYTES: usize = (MC + 3) * KC * 4;

/**
 * Rows from..to of C (+)= max(op(A)·op(B) + bias, floor), or with `flipped` of its transpose: then element (i, j) lies
 * at c + j · ldc + 4i and there is no bias. Strides in bytes.
 */
export function panels(
  transA: i32, transB: i32, n: i32, k: i32, a: usize, lda: usize, b: usize, ldb: usize, c: usize, ldc: usize,
  accumulate: i32, bias: usize, floor: f32, from: i32, to: i32, flipped: i32,
): void {
  const packedA = scratch + EDGE_BYTES, packedB = packedA + A_BYTES;
  const rowStep: usize = flipped ? 4 : ldc, columnStep: usize = flipped ? ldc : 4;
  for (let j0 = 0; j0 < n; j0 += NC) {
    const nc = min(n - j0, NC);
    for (let k0 = 0; k0 < k || k0 == 0; k0 += KC) {
      const kc = min(k - k0, KC), addC = accumulate | i32(k0 > 0), panelBytes = <usize>kc << 5;
      const lastBias = k0 + kc >= k ? bias : 0;
      // Contiguous columns of B are read in place when few rows use them, contiguous rows of A when few columns do.
      const inPlaceB = !transB && to - from <= (ldb < WIDE ? 96 : 32) ? nc & ~7 : 0;
      for (let j = inPlaceB; j < nc; j += 8) {
        packB(transB, b, ldb, j0 + j, min(nc - j, 8), k0, kc, packedB + <usize>(j >> 3) * panelBytes);
      }
      const inPlaceA = transA && nc <= (lda < WIDE ? 64 : 32);
      for (let i0 = from; i0 < to; i0 += MC) {
        const mc = min(to - i0, MC);
        let tall = mc / TALL, rest = mc - tall * TALL;
        // Two tiles of 4 rows rather than one of 6 and a third of another.
        if (TALL == 6 && rest == 2 && tall) {
          tall--;
          rest = 8;
        }
        // Blocks read in place lie where they lie, packed ones behind each other.
        const aStep: usize = inPlaceA ? lda : TALL << 2, fourStep: usize = inPlaceA ? lda : 16;
        const aNext: usize = inPlaceA ? TALL << 2 : <usize>(kc * TALL) << 2;
        const fourNext: usize = inPlaceA ? 16 : <usize>kc << 4;
        const tallA = inPlaceA ? a + <usize>k0 * lda + (<usize>i0 << 2) : packedA;
        const foursA = tallA + <usize>tall * aNext, edgeRows = rest & 3;
        const edgeA = inPlaceA ? packedA : foursA + <usize>(rest >> 2) * fourNext;
        let i = i0;
        if (!inPlaceA) {
          for (let p = tallA; p < foursA; p += aNext, i += TALL) packTall(transA, a, lda, i, k0, kc, p);
          for (let p = foursA; p < edgeA; p += fourNext, i += 4) packA(transA, a, lda, i, 4, k0, kc, p);
        }
        if (edgeRows) packA(transA, a, lda, i0 + mc - edgeRows, edgeRows, k0, kc, edgeA);
        for (let j = 0; j < nc; j += 8) {
          const columns = min(nc - j, 8), column = <usize>(j0 + j), shape = flipped ? -columns : columns;
          const panel = j < inPlaceB ? b + <usize>k0 * ldb + (column << 2) : packedB + <usize>(j >> 3) * panelBytes;
          const bStep: usize = j < inPlaceB ? ldb : 32, panelBias = lastBias ? lastBias + (column << 2) : 0;
          let pc = c + <usize>i0 * rowStep + column * columnStep;
          tallBlocks(tall, shape, kc, tallA, aStep, aNext, panel, bStep, pc, ldc, addC, panelBias, floor);
          pc += <usize>(tall * TALL) * rowStep;
          fourBlocks(rest >> 2, 4, shape, kc, foursA, fourStep, fourNext, panel, bStep, pc, ldc, addC, panelBias, floor);
          if (edgeRows) {
            pc += <usize>(rest & ~3) * rowStep;
            // A row at a time takes four panels.
            if (flipped || j >= (nc & ~31)) {
              fourBlocks(1, edgeRows, shape, kc, edgeA, 16, 0, panel, bStep, pc, ldc, addC, panelBias, floor);
            } else if ((j & 31) == 0) {
              const bNext: usize = j < inPlaceB ? 32 : panelBytes, end = edgeA + (<usize>edgeRows << 2);
              for (let p = edgeA; p < end; p += 4, pc += ldc) {
                tile1x32(kc, p, 16, panel, bStep, bNext, pc, addC, panelBias, floor);
              }
            }
          }
        }
      }
    }
  }
}

/** Blocks of TALL rows of A times one panel of up to 8 columns; `columns` is negative for the transpose. */
function tallBlocks(
  blocks: i32, columns: i32, k: i32, a: usize, aStep: usize, aNext: usize, b: usize, bStep: usize,
  c: usize, ldc: usize, addC: i32, bias: usize, floor: f32,
): void {
  if (columns == 8) {
    if (TALL == 6) tiles6x8(blocks, k, a, aStep, aNext, b, bStep, c, ldc, addC, bias, floor);
    else tiles4x8(blocks, k, a, aStep, aNext, b, bStep, c, ldc, addC, bias, floor);
    return;
  }
  if (abs(columns) <= 4) {
    for (; blocks > 1; blocks -= 2) {
      tileBy4(k, a, aStep, aNext, b, bStep, scratch);
      c = copyTile(2 * TALL, 16, columns, c, ldc, addC, bias, floor);
      a += aNext << 1;
    }
  }
  for (; blocks > 0; blocks--) {
    if (TALL == 6) tiles6x8(1, k, a, aStep, 0, b, bStep, scratch, 32, 0, 0, floor);
    else tiles4x8(1, k, a, aStep, 0, b, bStep, scratch, 32, 0, 0, floor);
    c = copyTile(TALL, 32, columns, c, ldc, addC, bias, floor);
    a += aNext;
  }
}

/** The rows below the tall blocks: blocks of 4, of which `rows` are wanted. */
function fourBlocks(
  blocks: i32, rows: i32, columns: i32, k: i32, a: usize, aStep: usize, aNext: usize, b: usize, bStep: usize,
  c: usize, ldc: usize, addC: i32, bias: usize, floor: f32,
): void {
  if (columns == 8 && rows == 4) {
    tiles4x8(blocks, k, a, aStep, aNext, b, bStep, c, ldc, addC, bias, floor);
    return;
  }
  for (; blocks > 0; blocks--) {
    tiles4x8(1, k, a, aStep, 0, b, bStep, scratch, 32, 0, 0, floor);
    c = copyTile(rows, 32, columns, c, ldc, addC, bias, floor);
    a += aNext;
  }
}

/**
 * Writes the tile computed aside, its rows `tileStep` bytes apart, as far as it lies within C, transposed when `columns`
 * is negative. Returns the place below it.
 */
function copyTile(
  rows: i32, tileStep: usize, columns: i32, c: usize, ldc: usize, addC: i32, bias: usize, floor: f32,
): usize {
  let tile = scratch;
  if (columns < 0) {
    for (let i = 0; i < rows; i++) {
      for (let j = 0, p = c + (<usize>i << 2); j < -columns; j++, p += ldc) {
        const v = load<f32>(tile + (<usize>j << 2));
        store<f32>(p, addC ? load<f32>(p) + v : v);
      }
      tile += tileStep;
    }
    return c + (<usize>rows << 2);
  }
  const low = f32x4.splat(floor);
  for (; rows > 0; rows--, tile += tileStep, c += ldc) {
    for (let j = 0; j < columns; j += 4) {
      const o = <usize>j << 2, left = columns - j;
      let v = v128.load(tile + o);
      if (addC) v = f32x4.add(v, loadUpTo4(c + o, left));
      if (bias) v = f32x4.pmax(f32x4.add(v, loadUpTo4(bias + o, left)), low);
      storeUpTo4(c + o, v, left);
    }
  }
  return c;
}
