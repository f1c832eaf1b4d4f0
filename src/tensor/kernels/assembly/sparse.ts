// Compressed-row sparse matrices times dense row-major ones: one scaled part of a dense row per stored value. And their
// softmax by rows, four heads at a time.
import { exp } from './math';
import { fma, loadUpTo4, storeUpTo4, sumLanes } from './simd';

const INFINITY: f32 = f32.MAX_VALUE * 2;

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
  rowStarts: usize, columns: usize, values: usize, x: usize, y: usize, rows: i32, heads: i32, width: i32, accumulate: i32,
): void {
  const part = <usize>width << 2, ld = part * heads, most = <usize>heads << 2;
  if (!accumulate) memory.fill(y, 0, <usize>rows * ld);
  for (let i = 0; i < rows; i++, y += ld) {
    for (let e = start(rowStarts, i), end = start(rowStarts, i + 1); e < end; e += 4) {
      let to = y, from = x + <usize>load<i32>(columns + e) * ld, v = values + e * heads;
      for (let h: usize = 0; h < most; h += 4, to += part, from += part) {
        addScaledRow(to, from, width, values ? load<f32>(v + h) : 1.0);
      }
    }
  }
}

export function csrMatmulGradDense(
  rowStarts: usize, columns: usize, values: usize, dy: usize, dx: usize, rows: i32, heads: i32, width: i32,
): void {
  const part = <usize>width << 2, ld = part * heads, most = <usize>heads << 2;
  for (let i = 0; i < rows; i++, dy += ld) {
    for (let e = start(rowStarts, i), end = start(rowStarts, i + 1); e < end; e += 4) {
      let from = dy, to = dx + <usize>load<i32>(columns + e) * ld, v = values + e * heads;
      for (let h: usize = 0; h < most; h += 4, to += part, from += part) {
        addScaledRow(to, from, width, values ? load<f32>(v + h) : 1.0);
      }
    }
  }
}

export function csrMatmulGradValues(
  rowStarts: usize, columns: usize, x: usize, dy: usize, dValues: usize, rows: i32, heads: i32, width: i32,
): void {
  const part = <usize>width << 2, ld = part * heads, most = <usize>heads << 2;
  for (let i = 0; i < rows; i++, dy += ld) {
    for (let e = start(rowStarts, i), end = start(rowStarts, i + 1); e < end; e += 4) {
      let left = x + <usize>load<i32>(columns + e) * ld, right = dy, v = dValues + e * heads;
      for (let h: usize = 0; h < most; h += 4, left += part, right += part) {
        let sum = f32x4.splat(0.0);
        for (let j = 0; j < width; j += 4) {
          const o = <usize>j << 2, rest = width - j;
          sum = fma(loadUpTo4(left + o, rest), loadUpTo4(right + o, rest), sum);
        }
        store<f32>(v + h, load<f32>(v + h) + sumLanes(sum));
      }
    }
  }
}

export function csrSoftmax(rowStarts: usize, x: usize, y: usize, rows: i32, heads: i32): void {
  const step = <usize>heads << 2;
  for (let i = 0; i < rows; i++) {
    const from = start(rowStarts, i) * heads, to = start(rowStarts, i + 1) * heads;
    for (let h = 0; h < heads; h += 4) {
      const o = <usize>h << 2, left = heads - h;
      let top = f32x4.splat(-INFINITY), sum = f32x4.splat(0.0);
      for (let e = from; e < to; e += step) top = f32x4.max(top, loadUpTo4(x + e + o, left));
      for (let e = from; e < to; e += step) {
        const term = exp(f32x4.sub(loadUpTo4(x + e + o, left), top));
        storeUpTo4(y + e + o, term, left);
        sum = f32x4.add(sum, term);
      }
      const scale = f32x4.div(f32x4.splat(1.0), sum);
      for (let e = from; e < to; e += step) {
        storeUpTo4(y + e + o, f32x4.mul(loadUpTo4(y + e + o, left), scale), left);
      }
    }
  }
}

export function csrSoftmaxGrad(
  rowStarts: usize, y: usize, dy: usize, dx: usize, rows: i32, heads: i32, accumulate: i32,
): void {
  const step = <usize>heads << 2, kept = i32x4.splat(-accumulate);
  for (let i = 0; i < rows; i++) {
    const from = start(rowStarts, i) * heads, to = start(rowStarts, i + 1) * heads;
    for (let h = 0; h < heads; h += 4) {
      const o = <usize>h << 2, left = heads - h;
      let dot = f32x4.splat(0.0);
      for (let e = from; e < to; e += step) {
        dot = fma(loadUpTo4(y + e + o, left), loadUpTo4(dy + e + o, left), dot);
      }
      for (let e = from; e < to; e += step) {
        const p = e + o, g = f32x4.sub(loadUpTo4(dy + p, left), dot);
        const own = f32x4.mul(loadUpTo4(y + p, left), g);
        storeUpTo4(dx + p, f32x4.add(own, v128.and(loadUpTo4(dx + p, left), kept)), left);
      }
    }
  }
}
