// Normalisation by the moments of rows (layer and group norm) and of channels (batch norm).
import { fma, loadUpTo4, storeUpTo4, sumLanes } from './simd';

// @ts-ignore: decorator
@inline
function sumOf(x: usize, n: i32): f32 {
  let sum = f32x4.splat(0.0);
  for (let left = n; left > 0; left -= 4, x += 16) sum = f32x4.add(sum, loadUpTo4(x, left));
  return sumLanes(sum);
}

/** Sum of squared differences to `mean`. */
// @ts-ignore: decorator
@inline
function deviationOf(x: usize, n: i32, mean: f32): f32 {
  const m = f32x4.splat(mean), tail = n & 3;
  let sum = f32x4.splat(0.0);
  for (const end = x + (<usize>(n - tail) << 2); x < end; x += 16) {
    const d = f32x4.sub(v128.load(x), m);
    sum = fma(d, d, sum);
  }
  let total = sumLanes(sum);
  for (let i = 0; i < tail; i++, x += 4) {
    const d = load<f32>(x) - mean;
    total += d * d;
  }
  return total;
}

// @ts-ignore: decorator
@inline
function at(x: usize, i: i32): usize {
  return x + (<usize>i << 2);
}

export function groupNorm(
  x: usize, weight: usize, bias: usize, y: usize, mean: usize, rstd: usize,
  rows: i32, groups: i32, channels: i32, inner: i32, eps: f32,
): void {
  const n = channels * inner;
  for (let row = 0; row < rows; row++) {
    const average = sumOf(x, n) / <f32>n;
    const inverse: f32 = 1.0 / sqrt<f32>(deviationOf(x, n, average) / <f32>n + eps);
    store<f32>(at(mean, row), average);
    store<f32>(at(rstd, row), inverse);
    const first = (row % groups) * channels;
    const m = f32x4.splat(average), r = f32x4.splat(inverse);
    if (inner == 1) {
      for (let c = 0; c < channels; c += 4) {
        const left = channels - c;
        let v = f32x4.mul(f32x4.sub(loadUpTo4(at(x, c), left), m), r);
        if (weight) v = f32x4.mul(v, loadUpTo4(at(weight, first + c), left));
        if (bias) v = f32x4.add(v, loadUpTo4(at(bias, first + c), left));
        storeUpTo4(at(y, c), v, left);
      }
    } else {
      for (let c = 0; c < channels; c++) {
        const scale = weight ? load<f32>(at(weight, first + c)) * inverse : inverse;
        const shift = (bias ? load<f32>(at(bias, first + c)) : 0.0) - average * scale;
        scaleRow(at(x, c * inner), at(y, c * inner), inner, scale, shift, 0);
      }
    }
    x = at(x, n);
    y = at(y, n);
  }
}

/** y (+)= x · scale + shift. */
// @ts-ignore: decorator
@inline
function scaleRow(x: usize, y: usize, n: i32, scale: f32, shift: f32, accumulate: i32): void {
  const a = f32x4.splat(scale), b = f32x4.splat(shift);
  for (let left = n; left > 0; left -= 4, x += 16, y += 16) {
    const v = fma(loadUpTo4(x, left), a, b);
    storeUpTo4(y, accumulate ? f32x4.add(v, loadUpTo4(y, left)) : v, left);
  }
}

export function groupNormGrad(
  x: usize, weight: usize, mean: usize, rstd: usize, dy: usize, dx: usize, dWeight: usize, dBias: usize,
  rows: i32, groups: i32, channels: i32, inner: i32, accumulate: i32,
): void {
  const n = channels * inner;
  for (let row = 0; row < rows; row++) {
    const average = load<f32>(at(mean, row)), inverse = load<f32>(at(rstd, row));
    const first = (row % groups) * channels;
    // Sums over the row of g = dy · weight and of g · x̂.
    let sum: f32 = 0.0, product: f32 = 0.0;
    const m = f32x4.splat(average), r = f32x4.splat(inverse);
    if (inner == 1) {
      let sums = f32x4.splat(0.0), products = sums;
      for (let c = 0; c < channels; c += 4) {
        const left = channels - c;
        const d = loadUpTo4(at(dy, c), left);
        const normal = f32x4.mul(f32x4.sub(loadUpTo4(at(x, c), left), m), r);
        const g = weight ? f32x4.mul(d, loadUpTo4(at(weight, first + c), left)) : d;
        sums = f32x4.add(sums, g);
        products = fma(g, normal, products);
        if (dWeight) storeUpTo4(at(dWeight, first + c), fma(d, normal, loadUpTo4(at(dWeight, first + c), left)), left);
        if (dBias) storeUpTo4(at(dBias, first + c), f32x4.add(d, loadUpTo4(at(dBias, first + c), left)), left);
      }
      sum = sumLanes(sums);
      product = sumLanes(products);
    } else {
      for (let c = 0; c < channels; c++) {
        const s = sumOf(at(dy, c * inner), inner);
        const p = productSum(at(x, c * inner), at(dy, c * inner), inner, average) * inverse;
        const w: f32 = weight ? load<f32>(at(weight, first + c)) : 1.0;
        sum += w * s;
        product += w * p;
        if (dWeight) store<f32>(at(dWeight, first + c), load<f32>(at(dWeight, first + c)) + p);
        if (dBias) store<f32>(at(dBias, first + c), load<f32>(at(dBias, first + c)) + s);
      }
    }
    if (dx) {
      // dx = rstd · (g - mean(g) - x̂ · mean(g · x̂)) = rstd · g + b · x + c
      const b = -inverse * inverse * product / <f32>n;
      const c = -inverse * sum / <f32>n - b * average;
      for (let channel = 0; channel < channels; channel += inner == 1 ? 4 : 1) {
        if (inner == 1) {
          const left = channels - channel;
          let g = f32x4.mul(loadUpTo4(at(dy, channel), left), r);
          if (weight) g = f32x4.mul(g, loadUpTo4(at(weight, first + channel), left));
          g = f32x4.add(g, fma(loadUpTo4(at(x, channel), left), f32x4.splat(b), f32x4.splat(c)));
          storeUpTo4(at(dx, channel), accumulate ? f32x4.add(g, loadUpTo4(at(dx, channel), left)) : g, left);
        } else {
          const offset = channel * inner;
          const a = weight ? inverse * load<f32>(at(weight, first + channel)) : inverse;
          scaleRow(at(dy, offset), at(dx, offset), inner, a, c, accumulate);
          scaleRow(at(x, offset), at(dx, offset), inner, b, 0.0, 1);
        }
      }
      dx = at(dx, n);
    }
    x = at(x, n);
    dy = at(dy, n);
  }
}

/** Sum of (x - mean) · dy. */
// @ts-ignore: decorator
@inline
function productSum(x: usize, dy: usize, n: i32, mean: f32): f32 {
  const m = f32x4.splat(mean);
  let sum = f32x4.splat(0.0);
  for (let left = n; left > 0; left -= 4, x += 16, dy += 16) {
    sum = fma(f32x4.sub(loadUpTo4(x, left), m), loadUpTo4(dy, left), sum);
  }
  return sumLanes(sum);
}

export function channelMoments(x: usize, mean: usize, variance: usize, outer: i32, channels: i32, inner: i32): void {
  const count = <f32>(outer * inner);
  if (inner == 1) {
    for (let c = 0; c < channels; c += 4) {
      const left = channels - c;
      let sum = f32x4.splat(0.0);
      for (let o = 0; o < outer; o++) sum = f32x4.add(sum, loadUpTo4(at(x, o * channels + c), left));
      const m = f32x4.div(sum, f32x4.splat(count));
      let squares = f32x4.splat(0.0);
      for (let o = 0; o < outer; o++) {
        const d = f32x4.sub(loadUpTo4(at(x, o * channels + c), left), m);
        squares = fma(d, d, squares);
      }
      storeUpTo4(at(mean, c), m, left);
      storeUpTo4(at(variance, c), f32x4.div(squares, f32x4.splat(count)), left);
    }
    return;
  }
  for (let c = 0; c < channels; c++) {
    let sum: f32 = 0.0, squares: f32 = 0.0;
    for (let o = 0; o < outer; o++) sum += sumOf(at(x, (o * channels + c) * inner), inner);
    const m = sum / count;
    for (let o = 0; o < outer; o++) squares += deviationOf(at(x, (o * channels + c) * inner), inner, m);
    store<f32>(at(mean, c), m);
    store<f32>(at(variance, c), squares / count);
  }
}

export function channelScale(
  x: usize, scale: usize, shift: usize, y: usize, outer: i32, channels: i32, inner: i32, accumulate: i32,
): void {
  for (; outer > 0; outer--) {
    if (inner == 1) {
      for (let c = 0; c < channels; c += 4) {
        const left = channels - c;
        const v = fma(loadUpTo4(at(x, c), left), loadUpTo4(at(scale, c), left), loadUpTo4(at(shift, c), left));
        storeUpTo4(at(y, c), accumulate ? f32x4.add(v, loadUpTo4(at(y, c), left)) : v, left);
      }
    } else {
      for (let c = 0; c < channels; c++) {
        scaleRow(at(x, c * inner), at(y, c * inner), inner, load<f32>(at(scale, c)), load<f32>(at(shift, c)), accumulate);
      }
    }
    x = at(x, channels * inner);
    y = at(y, channels * inner);
  }
}

export function channelGradSums(
  x: usize, mean: usize, dy: usize, sums: usize, products: usize, outer: i32, channels: i32, inner: i32,
): void {
  if (inner == 1) {
    for (let c = 0; c < channels; c += 4) {
      const left = channels - c;
      const m = loadUpTo4(at(mean, c), left);
      let sum = f32x4.splat(0.0), product = sum;
      for (let o = 0; o < outer; o++) {
        const d = loadUpTo4(at(dy, o * channels + c), left);
        sum = f32x4.add(sum, d);
        product = fma(f32x4.sub(loadUpTo4(at(x, o * channels + c), left), m), d, product);
      }
      storeUpTo4(at(sums, c), sum, left);
      storeUpTo4(at(products, c), product, left);
    }
    return;
  }
  for (let c = 0; c < channels; c++) {
    let sum: f32 = 0.0, product: f32 = 0.0;
    const m = load<f32>(at(mean, c));
    for (let o = 0; o < outer; o++) {
      const offset = (o * channels + c) * inner;
      sum += sumOf(at(dy, offset), inner);
      product += productSum(at(x, offset), at(dy, offset), inner, m);
    }
    store<f32>(at(sums, c), sum);
    store<f32>(at(products, c), product);
  }
}
