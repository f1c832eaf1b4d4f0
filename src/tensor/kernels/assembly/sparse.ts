// Compressed-row sparse matrices times dense row-major ones: one scaled row of the dense matrix per stored entry.
import { fma, loadUpTo4, storeUpTo4, sumLanes } from './simd';

/** to[0..width] += scale * from[0..width] */
// @ts-ignore: decorator
@inline
function addScaledRow(to: usize, from: usize, width: i32, scale: f32): void {
  const s = f32x4.splat(scale), end = to + (<usize>(width & ~3) << 2), tail = width & 3;
  for (; to < end; to += 16, from += 16) v128.store(to, fma(s, v128.load(from), v128.load(to)));
  if (tail) storeUpTo4(to, fma(s, loadUpTo4(from, tail), loadUpTo4(to, tail)), tail);
}

// @ts-ignore: decorator
@inline
function start(rowStarts: usize, row: i32): usize {
  return <usize>load<i32>(rowStarts + (<usize>row << 2)) << 2;
}

export function csrMatmul(
  rowStarts: usize, columns: usize, values: usize, x: usize, y: usize, rows: i32, width: i32, accumulate: i32,
): void {
  const ld = <usize>width << 2;
  if (!accumulate) memory.fill(y, 0, <usize>rows * ld);
  for (let i = 0; i < rows; i++, y += ld) {
    for (let e = start(rowStarts, i), end = start(rowStarts, i + 1); e < end; e += 4) {
      addScaledRow(y, x + <usize>load<i32>(columns + e) * ld, width, values ? load<f32>(values + e) : 1.0);
    }
  }
}

export function csrMatmulGradDense(
  rowStarts: usize, columns: usize, values: usize, dy: usize, dx: usize, rows: i32, width: i32,
): void {
  const ld = <usize>width << 2;
  for (let i = 0; i < rows; i++, dy += ld) {
    for (let e = start(rowStarts, i), end = start(rowStarts, i + 1); e < end; e += 4) {
      addScaledRow(dx + <usize>load<i32>(columns + e) * ld, dy, width, values ? load<f32>(values + e) : 1.0);
    }
  }
}

export function csrMatmulGradValues(
  rowStarts: usize, columns: usize, x: usize, dy: usize, dValues: usize, rows: i32, width: i32,
): void {
  const ld = <usize>width << 2;
  for (let i = 0; i < rows; i++, dy += ld) {
    for (let e = start(rowStarts, i), end = start(rowStarts, i + 1); e < end; e += 4) {
      const row = x + <usize>load<i32>(columns + e) * ld;
      let sum = f32x4.splat(0.0);
      for (let j = 0; j < width; j += 4) {
        const o = <usize>j << 2, left = width - j;
        sum = fma(loadUpTo4(row + o, left), loadUpTo4(dy + o, left), sum);
      }
      store<f32>(dValues + e, load<f32>(dValues + e) + sumLanes(sum));
    }
  }
}
