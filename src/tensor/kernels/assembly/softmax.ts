// Functions of whole rows: softmax and its logarithm, log-sum-exp, variance, running sums.
import { exp, log } from './math';
import { fma, loadPartial, loadUpTo4, storePartial, storeUpTo4, sumLanes } from './simd';

const INFINITY: f32 = f32.MAX_VALUE * 2;

// @ts-ignore: decorator
@inline
function rowMax(x: usize, n: i32): f32 {
  let best = f32x4.splat(-INFINITY), i = 0;
  for (; i + 4 <= n; i += 4) best = f32x4.max(best, v128.load(x + (<usize>i << 2)));
  let top = max(
    max(f32x4.extract_lane(best, 0), f32x4.extract_lane(best, 1)),
    max(f32x4.extract_lane(best, 2), f32x4.extract_lane(best, 3)),
  );
  for (; i < n; i++) top = max(top, load<f32>(x + (<usize>i << 2)));
  return top;
}

/** Sum of exp(x - top), the terms stored at y when `keep`. */
// @ts-ignore: decorator
@inline
function expSum(x: usize, y: usize, n: i32, top: f32, keep: bool): f32 {
  const shift = f32x4.splat(top), end = x + (<usize>(n & ~3) << 2), tail = n & 3;
  let sum = f32x4.splat(0.0);
  for (; x < end; x += 16, y += 16) {
    const e = exp(f32x4.sub(v128.load(x), shift));
    if (keep) v128.store(y, e);
    sum = f32x4.add(sum, e);
  }
  let total = sumLanes(sum);
  if (tail) {
    const e = exp(f32x4.sub(loadPartial(x, tail), shift));
    if (keep) storePartial(y, e, tail);
    total += f32x4.extract_lane(e, 0);
    if (tail > 1) total += f32x4.extract_lane(e, 1);
    if (tail > 2) total += f32x4.extract_lane(e, 2);
  }
  return total;
}

// @ts-ignore: decorator
@inline
function logOf(x: f32): f32 {
  return f32x4.extract_lane(log(f32x4.splat(x)), 0);
}

/** Column `j` of four rows of `n`. */
// @ts-ignore: decorator
@inline
function column(x: usize, n: i32, j: i32): v128 {
  const row = <usize>n << 2, p = x + (<usize>j << 2);
  let v = v128.load32_zero(p);
  v = v128.load_lane<f32>(p + row, v, 1);
  v = v128.load_lane<f32>(p + (row << 1), v, 2);
  return v128.load_lane<f32>(p + row * 3, v, 3);
}

// @ts-ignore: decorator
@inline
function storeColumn(y: usize, n: i32, j: i32, v: v128): void {
  const row = <usize>n << 2, p = y + (<usize>j << 2);
  v128.store_lane<f32>(p, v, 0);
  v128.store_lane<f32>(p + row, v, 1);
  v128.store_lane<f32>(p + (row << 1), v, 2);
  v128.store_lane<f32>(p + row * 3, v, 3);
}

/** Rows of 2 to 4 numbers, four rows at a time, added in the order of `expSum`; `rows` is a multiple of four. */
// @ts-ignore: decorator
@inline
function narrowSoftmax(x: usize, y: usize, rows: i32, n: i32, asLog: i32): void {
  const step = <usize>n << 4;
  for (; rows > 0; rows -= 4, x += step, y += step) {
    const x0 = column(x, n, 0), x1 = column(x, n, 1);
    const x2 = n > 2 ? column(x, n, 2) : x1, x3 = n > 3 ? column(x, n, 3) : x1;
    let top = f32x4.max(x0, x1);
    if (n > 2) top = f32x4.max(top, x2);
    if (n > 3) top = f32x4.max(top, x3);
    const e0 = exp(f32x4.sub(x0, top)), e1 = exp(f32x4.sub(x1, top));
    const e2 = n > 2 ? exp(f32x4.sub(x2, top)) : e1, e3 = n > 3 ? exp(f32x4.sub(x3, top)) : e1;
    let sum = f32x4.add(e0, e1);
    if (n == 3) sum = f32x4.add(sum, e2);
    if (n == 4) sum = f32x4.add(f32x4.add(e0, e2), f32x4.add(e1, e3));
    if (asLog) {
      const shift = f32x4.add(top, log(sum));
      storeColumn(y, n, 0, f32x4.sub(x0, shift));
      storeColumn(y, n, 1, f32x4.sub(x1, shift));
      if (n > 2) storeColumn(y, n, 2, f32x4.sub(x2, shift));
      if (n > 3) storeColumn(y, n, 3, f32x4.sub(x3, shift));
    } else {
      const scale = f32x4.div(f32x4.splat(1.0), sum);
      storeColumn(y, n, 0, f32x4.mul(e0, scale));
      storeColumn(y, n, 1, f32x4.mul(e1, scale));
      if (n > 2) storeColumn(y, n, 2, f32x4.mul(e2, scale));
      if (n > 3) storeColumn(y, n, 3, f32x4.mul(e3, scale));
    }
  }
}

export function softmax(x: usize, y: usize, rows: i32, n: i32, asLog: i32): void {
  const row = <usize>n << 2;
  if (n > 1 && n <= 4) {
    const most = rows & ~3;
    if (n == 2) narrowSoftmax(x, y, most, 2, asLog);
    else if (n == 3) narrowSoftmax(x, y, most, 3, asLog);
    else narrowSoftmax(x, y, most, 4, asLog);
    x += <usize>most * row;
    y += <usize>most * row;
    rows -= most;
  }
  for (let r = 0; r < rows; r++) {
    const top = rowMax(x, n);
    if (asLog) {
      const shift = f32x4.splat(top + logOf(expSum(x, y, n, top, false)));
      for (let i = 0; i < n; i += 4) {
        const o = <usize>i << 2;
        storeUpTo4(y + o, f32x4.sub(loadUpTo4(x + o, n - i), shift), n - i);
      }
    } else {
      const scale = f32x4.splat(<f32>1.0 / expSum(x, y, n, top, true));
      for (let i = 0; i < n; i += 4) {
        const o = <usize>i << 2;
        storeUpTo4(y + o, f32x4.mul(loadUpTo4(y + o, n - i), scale), n - i);
      }
    }
    x += row;
    y += row;
  }
}

export function softmaxGrad(y: usize, dy: usize, dx: usize, rows: i32, n: i32, asLog: i32, accumulate: i32): void {
  const row = <usize>n << 2, kept = i32x4.splat(-accumulate);
  for (let r = 0; r < rows; r++) {
    let dot = f32x4.splat(0.0);
    for (let i = 0; i < n; i += 4) {
      const o = <usize>i << 2, g = loadUpTo4(dy + o, n - i);
      dot = asLog ? f32x4.add(dot, g) : fma(g, loadUpTo4(y + o, n - i), dot);
    }
    const sum = f32x4.splat(sumLanes(dot));
    for (let i = 0; i < n; i += 4) {
      const o = <usize>i << 2, left = n - i;
      const v = loadUpTo4(y + o, left), g = loadUpTo4(dy + o, left);
      const own = asLog ? f32x4.sub(g, f32x4.mul(exp(v), sum)) : f32x4.mul(v, f32x4.sub(g, sum));
      storeUpTo4(dx + o, f32x4.add(own, v128.and(loadUpTo4(dx + o, left), kept)), left);
    }
    y += row;
    dy += row;
    dx += row;
  }
}

export function logsumexp(x: usize, y: usize, rows: i32, n: i32): void {
  for (let r = 0; r < rows; r++) {
    const top = rowMax(x, n);
    // An infinite maximum is the result: subtracting it from itself would give NaN.
    store<f32>(y, abs(top) == INFINITY ? top : top + logOf(expSum(x, y, n, top, false)));
    x += <usize>n << 2;
    y += 4;
  }
}

export function logsumexpGrad(x: usize, y: usize, dy: usize, dx: usize, rows: i32, n: i32, accumulate: i32): void {
  const row = <usize>n << 2, kept = i32x4.splat(-accumulate);
  for (let r = 0; r < rows; r++) {
    const total = v128.load32_splat(y), g = v128.load32_splat(dy);
    for (let i = 0; i < n; i += 4) {
      const o = <usize>i << 2, left = n - i;
      const own = f32x4.mul(g, exp(f32x4.sub(loadUpTo4(x + o, left), total)));
      storeUpTo4(dx + o, f32x4.add(own, v128.and(loadUpTo4(dx + o, left), kept)), left);
    }
    x += row;
    dx += row;
    y += 4;
    dy += 4;
  }
}

function mean(x: usize, n: i32): f32 {
  let sum: f64 = 0.0;
  for (let i = 0; i < n; i++) sum += <f64>load<f32>(x + (<usize>i << 2));
  return <f32>(sum / <f64>n);
}

export function variance(x: usize, y: usize, rows: i32, n: i32, ddof: f32): void {
  for (let r = 0; r < rows; r++) {
    const center = mean(x, n);
    let sum: f64 = 0.0;
    for (let i = 0; i < n; i++) {
      const d = load<f32>(x + (<usize>i << 2)) - center;
      sum += <f64>d * <f64>d;
    }
    store<f32>(y, <f32>(sum / (<f64>n - <f64>ddof)));
    x += <usize>n << 2;
    y += 4;
  }
}

export function varianceGrad(x: usize, dy: usize, dx: usize, rows: i32, n: i32, ddof: f32, accumulate: i32): void {
  const row = <usize>n << 2, kept = i32x4.splat(-accumulate);
  for (let r = 0; r < rows; r++) {
    const center = f32x4.splat(mean(x, n));
    const scale = f32x4.splat(<f32>2.0 * load<f32>(dy) / (<f32>n - ddof));
    for (let i = 0; i < n; i += 4) {
      const o = <usize>i << 2, left = n - i;
      const own = f32x4.mul(scale, f32x4.sub(loadUpTo4(x + o, left), center));
      storeUpTo4(dx + o, f32x4.add(own, v128.and(loadUpTo4(dx + o, left), kept)), left);
    }
    x += row;
    dx += row;
    dy += 4;
  }
}

export function cumsum(x: usize, y: usize, rows: i32, n: i32, reverse: i32, accumulate: i32): void {
  const row = <usize>n << 2, step: isize = reverse ? -4 : 4, first: usize = reverse ? row - 4 : 0;
  for (let r = 0; r < rows; r++) {
    let sum: f32 = 0.0, from = x + first, to = y + first;
    for (let i = 0; i < n; i++) {
      sum += load<f32>(from);
      store<f32>(to, accumulate ? load<f32>(to) + sum : sum);
      from += step;
      to += step;
    }
    x += row;
    y += row;
  }
}
