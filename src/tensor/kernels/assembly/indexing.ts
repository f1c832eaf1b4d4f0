// Picking and placing by index or mask. An index outside 0..n-1 ends the work; its position is returned.
import { copy } from './copy';
import { scratch } from './scratch';
import { loadPartial, storePartial } from './simd';

export function gather(
  x: usize, index: usize, y: usize, outer: i32, n: i32, m: i32, inner: i32, accumulate: i32,
): i32 {
  const total = m * inner, start = index;
  for (let o = 0; o < outer; o++) {
    for (let k = 0; k < total; ) {
      for (let i = 0; i < inner; i++, k++) {
        const picked = load<i32>(index);
        if (<u32>picked >= <u32>n) return <i32>((index - start) >> 2);
        const from = x + (<usize>(picked * inner + i) << 2);
        if (accumulate) store<f32>(y, load<f32>(y) + load<f32>(from));
        else store<i32>(y, load<i32>(from));
        index += 4;
        y += 4;
      }
    }
    x += <usize>(n * inner) << 2;
  }
  return -1;
}

export function scatterAdd(x: usize, index: usize, y: usize, outer: i32, n: i32, m: i32, inner: i32): i32 {
  const total = m * inner, start = index;
  for (let o = 0; o < outer; o++) {
    for (let k = 0; k < total; ) {
      for (let i = 0; i < inner; i++, k++) {
        const picked = load<i32>(index);
        if (<u32>picked >= <u32>n) return <i32>((index - start) >> 2);
        const to = y + (<usize>(picked * inner + i) << 2);
        store<f32>(to, load<f32>(to) + load<f32>(x));
        index += 4;
        x += 4;
      }
    }
    y += <usize>(n * inner) << 2;
  }
  return -1;
}

// @ts-ignore: decorator
@inline
function moveRows(
  x: usize, index: usize, y: usize, outer: i32, n: i32, m: i32, inner: i32, place: bool,
): i32 {
  const row = <usize>inner << 2;
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < m; j++) {
      const picked = load<i32>(index + (<usize>j << 2));
      if (<u32>picked >= <u32>n) return j;
      const at = <usize>picked * row, running = <usize>j * row;
      if (place) copy(x + running, y + at, inner, 1);
      else copy(x + at, y + running, inner, 0);
    }
    x += row * <usize>(place ? m : n);
    y += row * <usize>(place ? n : m);
  }
  return -1;
}

export function indexSelect(x: usize, index: usize, y: usize, outer: i32, n: i32, m: i32, inner: i32): i32 {
  // Minibatches: many rows of one number, or of a few vectors.
  if (outer == 1 && inner == 1) return selectNumbers(x, index, y, n, m);
  if (outer == 1 && (inner & 3) == 0) return selectVectors(x, index, y, n, m, <usize>inner << 2);
  return moveRows(x, index, y, outer, n, m, inner, false);
}

function selectNumbers(x: usize, index: usize, y: usize, n: i32, m: i32): i32 {
  for (let j = 0; j < m; j++) {
    const picked = load<i32>(index + (<usize>j << 2));
    if (<u32>picked >= <u32>n) return j;
    store<i32>(y + (<usize>j << 2), load<i32>(x + (<usize>picked << 2)));
  }
  return -1;
}

/** Rows of `bytes`, a multiple of 16. */
function selectVectors(x: usize, index: usize, y: usize, n: i32, m: i32, bytes: usize): i32 {
  for (let j = 0; j < m; j++) {
    const picked = load<i32>(index + (<usize>j << 2));
    if (<u32>picked >= <u32>n) return j;
    const from = x + <usize>picked * bytes, to = y + <usize>j * bytes;
    for (let o: usize = 0; o < bytes; o += 16) v128.store(to + o, v128.load(from + o));
  }
  return -1;
}

export function indexAdd(x: usize, index: usize, y: usize, outer: i32, n: i32, m: i32, inner: i32): i32 {
  return moveRows(x, index, y, outer, n, m, inner, true);
}

// @ts-ignore: decorator
@inline
function pick(mask: v128, a: v128, b: v128): v128 {
  const isZero = i32x4.eq(v128.and(mask, i32x4.splat(0x7fffffff)), i32x4.splat(0));
  return v128.bitselect(b, a, isZero);
}

export function where(
  mask: usize, a: usize, strideA: i32, b: usize, strideB: i32, y: usize, n: i32, accumulate: i32,
): void {
  if (!strideA) {
    v128.store(scratch, v128.load32_splat(a));
    a = scratch;
  }
  if (!strideB) {
    v128.store(scratch, v128.load32_splat(b), 16);
    b = scratch + 16;
  }
  const end = y + (<usize>(n & ~3) << 2), tail = n & 3;
  const stepA = <usize>strideA << 4, stepB = <usize>strideB << 4;
  for (; y < end; y += 16) {
    const v = pick(v128.load(mask), v128.load(a), v128.load(b));
    v128.store(y, accumulate ? f32x4.add(v, v128.load(y)) : v);
    mask += 16;
    a += stepA;
    b += stepB;
  }
  if (tail) {
    const v = pick(loadPartial(mask, tail), loadPartial(a, tail), loadPartial(b, tail));
    storePartial(y, accumulate ? f32x4.add(v, loadPartial(y, tail)) : v, tail);
  }
}
