// Copies, with and without strides. A last dimension of stride 1 moves whole vectors; a transposed pair of last
// dimensions moves in 4 × 4 blocks.
import { loadPartial, loadUpTo4, storePartial, storeUpTo4, sumLanes } from './simd';
import { firstRow, nextRow, rowCount, rowStep, sizeAt, skipRows, strideAt } from './strided';

export function fill(y: usize, n: i32, value: f32): void {
  const v = f32x4.splat(value), end = y + (<usize>(n & ~3) << 2);
  for (; y < end; y += 16) v128.store(y, v);
  storePartial(y, v, n & 3);
}

export function copy(x: usize, y: usize, n: i32, accumulate: i32): void {
  if (!accumulate && n > 64) {
    memory.copy(y, x, <usize>n << 2);
    return;
  }
  const end = x + (<usize>(n & ~3) << 2), tail = n & 3;
  if (accumulate) {
    for (; x < end; x += 16, y += 16) v128.store(y, f32x4.add(v128.load(y), v128.load(x)));
    if (tail) storePartial(y, f32x4.add(loadPartial(y, tail), loadPartial(x, tail)), tail);
  } else {
    for (; x < end; x += 16, y += 16) v128.store(y, v128.load(x));
    if (tail) storePartial(y, loadPartial(x, tail), tail);
  }
}

/** y = n elements of x, `stride` bytes apart. */
// @ts-ignore: decorator
@inline
function readRow(x: usize, stride: isize, y: usize, n: i32): void {
  if (stride == 4) copy(x, y, n, 0);
  else if (stride == 0) fill(y, n, load<f32>(x));
  else {
    for (let i = 0; i < n; i++) {
      store<i32>(y, load<i32>(x));
      x += stride;
      y += 4;
    }
  }
}

/** n elements of y, `stride` bytes apart, (+)= x. */
// @ts-ignore: decorator
@inline
function writeRow(x: usize, y: usize, stride: isize, n: i32, accumulate: i32): void {
  if (stride == 4) copy(x, y, n, accumulate);
  else if (!accumulate) {
    for (let i = 0; i < n; i++) {
      store<i32>(y, load<i32>(x));
      x += 4;
      y += stride;
    }
  } else if (stride == 0) {
    let sum = f32x4.splat(0.0);
    for (let i = 0; i < n; i += 4) sum = f32x4.add(sum, loadUpTo4(x + (<usize>i << 2), n - i));
    store<f32>(y, load<f32>(y) + sumLanes(sum));
  } else {
    for (let i = 0; i < n; i++) {
      store<f32>(y, load<f32>(y) + load<f32>(x));
      x += 4;
      y += stride;
    }
  }
}

/** y (rows × columns, contiguous) = x, whose columns are `stride` bytes apart and rows adjacent. */
function transpose(x: usize, stride: usize, y: usize, rows: i32, columns: i32): void {
  const out = <usize>columns << 2;
  for (let i = 0; i < rows; i += 4) {
    for (let j = 0; j < columns; j += 4) {
      const down = min(4, rows - i), right = min(4, columns - j);
      const from = x + (<usize>i << 2) + <usize>j * stride, to = y + <usize>i * out + (<usize>j << 2);
      const r0 = loadUpTo4(from, down);
      const r1 = right > 1 ? loadUpTo4(from + stride, down) : r0;
      const r2 = right > 2 ? loadUpTo4(from + 2 * stride, down) : r0;
      const r3 = right > 3 ? loadUpTo4(from + 3 * stride, down) : r0;
      const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      storeUpTo4(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5), right);
      if (down > 1) storeUpTo4(to + out, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), right);
      if (down > 2) storeUpTo4(to + 2 * out, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), right);
      if (down > 3) storeUpTo4(to + 3 * out, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), right);
    }
  }
}

export function copyStrided(x: usize, y: usize, rank: i32, dims: usize): void {
  const last = rank - 1, n = sizeAt(dims, last), stride = strideAt(dims, rank, 0, last);
  const blocks = rank > 1 && stride > 4 && strideAt(dims, rank, 0, rank - 2) == 4;
  // In blocks the last two dimensions are moved at once, and the walk is over those before them.
  const tall = blocks ? sizeAt(dims, rank - 2) : 1;
  firstRow(rank);
  for (let rows = rowCount(rank, dims); rows > 0; rows -= tall) {
    if (blocks) {
      transpose(x, stride, y, tall, n);
      x += <usize>(tall - 1) << 2;
      skipRows(tall - 1, rank);
    } else readRow(x, stride, y, n);
    y += <usize>(n * tall) << 2;
    const d = nextRow(rank, dims);
    if (d < 0) return;
    x += rowStep(rank, dims, 0, d);
  }
}

export function writeStrided(x: usize, y: usize, rank: i32, dims: usize, accumulate: i32): void {
  const last = rank - 1, n = sizeAt(dims, last), stride = strideAt(dims, rank, 0, last);
  firstRow(rank);
  for (let rows = rowCount(rank, dims); rows > 0; rows--) {
    writeRow(x, y, stride, n, accumulate);
    x += <usize>n << 2;
    const d = nextRow(rank, dims);
    if (d < 0) return;
    y += rowStep(rank, dims, 0, d);
  }
}

export function cast(x: usize, y: usize, n: i32, toInt: i32): void {
  for (let i = 0; i < n; i += 4) {
    const o = <usize>i << 2, v = loadUpTo4(x + o, n - i);
    storeUpTo4(y + o, toInt ? i32x4.trunc_sat_f32x4_s(v) : f32x4.convert_i32x4_s(v), n - i);
  }
}

/** Two of four 32-bit integers, times `scale` in float64 as JavaScript would, as float32 in the low lanes. */
// @ts-ignore: decorator
@inline
function scaled(v: v128, scale: v128): v128 {
  return f32x4.demote_f64x2_zero(f64x2.mul(f64x2.convert_low_i32x4_u(v), scale));
}

export function bytesToFloats(x: usize, y: usize, n: i32, scale: f64): void {
  const s = f64x2.splat(scale), end = x + <usize>(n & ~3);
  for (; x < end; x += 4, y += 16) {
    const v = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(x)));
    v128.store(y, v128.shuffle<f32>(scaled(v, s), scaled(v128.shuffle<i32>(v, v, 2, 3, 2, 3), s), 0, 1, 4, 5));
  }
  for (let i = n & 3; i > 0; i--, x++, y += 4) store<f32>(y, <f32>(<f64>load<u8>(x) * scale));
}
