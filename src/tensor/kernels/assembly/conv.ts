// Convolution and its two gradients on images in their working form (see `conv-plan.ts`), with register tiles of 4 by 8
// as in the matrix product: pixels by output channels, pixels by run, and run by output channels.
import { activate } from './activation';
import {
  batch, channels, clearFilters, clearImages, clearResults, filters, group, height, image, imageBytes, kernelH, kernelW,
  loadImage, loadResult, loadResultPlanes, outChannels, outChannels8, outH, outputBytes, outW, pixelBytes, pixels, pixels4,
  plan, result, rowBytes, run, run4, run8, storeImage, strideH, strideW, table, width, writeTable,
} from './conv-plan';
import { fma, loadUpTo4, storeUpTo4 } from './simd';

export function convWorkspace(
  n: i32, c: i32, h: i32, w: i32, o: i32, kh: i32, kw: i32, sh: i32, sw: i32, ph: i32, pw: i32,
): usize {
  return plan(0, n, c, h, w, o, kh, kw, sh, sw, ph, pw);
}

/** The first filter's value for a place in the run: a channel of a column of a kernel row. */
// @ts-ignore: decorator
@inline
function tap(weight: usize, row: i32, place: i32): usize {
  const column = place / channels, channel = place - column * channels;
  return weight + (<usize>((channel * kernelH + row) * kernelW + column) << 2);
}

export function conv2d(
  x: usize, weight: usize, bias: usize, y: usize, act: i32, workspace: usize,
  n: i32, c: i32, h: i32, w: i32, o: i32, kh: i32, kw: i32, sh: i32, sw: i32, ph: i32, pw: i32,
): void {
  plan(workspace, n, c, h, w, o, kh, kw, sh, sw, ph, pw);
  writeTable();
  packFilters(weight);
  clearImages(1);
  const panelBytes = <usize>(kernelH * run) << 5, plane = <usize>pixels << 2;
  for (let i = 0; i < batch; i++) {
    loadImage(x, 0);
    let panel = filters;
    for (let first = 0; first < outChannels; first += 8, panel += panelBytes) {
      outputPanel(panel, bias ? bias + (<usize>first << 2) : 0, y + <usize>first * plane, outChannels - first);
    }
    activate(act, y, y, outChannels * pixels);
    x += <usize>(channels * height * width) << 2;
    y += <usize>outChannels * plane;
  }
}

/** Panels of 8 output channels, run by run. */
function packFilters(weight: usize): void {
  const filter = <usize>(kernelH * run) << 2;
  clearFilters();
  let to = filters;
  for (let first = 0; first < outChannels; first += 8, weight += filter << 3) {
    const count = min(8, outChannels - first);
    for (let row = 0; row < kernelH; row++) {
      for (let place = 0; place < run; place++, to += 32) {
        let from = tap(weight, row, place);
        for (let o = 0; o < count; o++, from += filter) store<f32>(to + (<usize>o << 2), load<f32>(from));
      }
    }
  }
}

/** All output pixels of up to 8 channels; y is the plane of the first. */
function outputPanel(panel: usize, bias: usize, y: usize, count: i32): void {
  const skip = rowBytes - (<usize>run << 2), plane = <usize>pixels << 2;
  const bias0 = bias ? loadUpTo4(bias, count) : f32x4.splat(0.0);
  const bias1 = bias && count > 4 ? loadUpTo4(bias + 16, count - 4) : f32x4.splat(0.0);
  for (let left = pixels, entry = table; left > 0; left -= 4, entry += 16, y += 16) {
    let a0 = image + load<u32>(entry), a1 = image + load<u32>(entry, 4);
    let a2 = image + load<u32>(entry, 8), a3 = image + load<u32>(entry, 12);
    let c00 = bias0, c01 = bias1, c10 = bias0, c11 = bias1, c20 = bias0, c21 = bias1, c30 = bias0, c31 = bias1;
    let b = panel;
    for (let row = kernelH; row > 0; row--) {
      for (let i = run; i > 0; i--) {
        const b0 = v128.load(b), b1 = v128.load(b, 16);
        let v = v128.load32_splat(a0);
        c00 = fma(v, b0, c00);
        c01 = fma(v, b1, c01);
        v = v128.load32_splat(a1);
        c10 = fma(v, b0, c10);
        c11 = fma(v, b1, c11);
        v = v128.load32_splat(a2);
        c20 = fma(v, b0, c20);
        c21 = fma(v, b1, c21);
        v = v128.load32_splat(a3);
        c30 = fma(v, b0, c30);
        c31 = fma(v, b1, c31);
        a0 += 4;
        a1 += 4;
        a2 += 4;
        a3 += 4;
        b += 32;
      }
      a0 += skip;
      a1 += skip;
      a2 += skip;
      a3 += skip;
    }
    storeColumns(y, plane, c00, c10, c20, c30, left, count);
    if (count > 4) storeColumns(y + (plane << 2), plane, c01, c11, c21, c31, left, count - 4);
  }
}

/** Four pixels of up to 4 channels, given pixel by pixel, into the planes of the channels. */
// @ts-ignore: decorator
@inline
function storeColumns(y: usize, plane: usize, a: v128, b: v128, c: v128, d: v128, left: i32, count: i32): void {
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const ef = v128.shuffle<f32>(a, b, 2, 6, 3, 7), gh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  storeUpTo4(y, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), left);
  if (count > 1) storeUpTo4(y + plane, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), left);
  if (count > 2) storeUpTo4(y + 2 * plane, v128.shuffle<f32>(ef, gh, 0, 1, 4, 5), left);
  if (count > 3) storeUpTo4(y + 3 * plane, v128.shuffle<f32>(ef, gh, 2, 3, 6, 7), left);
}

export function conv2dGradInput(
  dy: usize, weight: usize, dx: usize, accumulate: i32, workspace: usize,
  n: i32, c: i32, h: i32, w: i32, o: i32, kh: i32, kw: i32, sh: i32, sw: i32, ph: i32, pw: i32,
): void {
  plan(workspace, n, c, h, w, o, kh, kw, sh, sw, ph, pw);
  writeTable();
  packFiltersByRun(weight);
  for (let i = 0; i < batch; i++) {
    loadResultPlanes(dy);
    clearImages(1);
    let panel = filters;
    for (let row = 0; row < kernelH; row++) {
      for (let place = 0; place < run; place += 8, panel += <usize>outChannels << 5) {
        inputPanel(panel, image + <usize>row * rowBytes + (<usize>place << 2));
      }
    }
    storeImage(dx, accumulate);
    dx += <usize>(channels * height * width) << 2;
    dy += <usize>(outChannels * pixels) << 2;
  }
}

/** For every kernel row, panels of 8 places of the run, output channel by output channel. */
function packFiltersByRun(weight: usize): void {
  const filter = <usize>(kernelH * run) << 2;
  clearFilters();
  for (let row = 0; row < kernelH; row++) {
    for (let place = 0; place < run; place++) {
      const panel = (row * run8 + place) >> 3;
      let from = tap(weight, row, place), to = filters + (<usize>(panel * outChannels) << 5) + (<usize>(place & 7) << 2);
      for (let o = outChannels; o > 0; o--, from += filter, to += 32) store<f32>(to, load<f32>(from));
    }
  }
}

/** Adds what all output pixels give back to 8 places of their run, which for the first pixel lie at `to`. */
function inputPanel(panel: usize, to: usize): void {
  const ld = <usize>pixels4 << 2;
  let a = result;
  for (let left = pixels, entry = table; left > 0; left -= 4, entry += 16, a += 16) {
    let c00 = f32x4.splat(0.0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
    let pa = a, b = panel;
    for (let i = outChannels; i > 0; i--) {
      const b0 = v128.load(b), b1 = v128.load(b, 16);
      let v = v128.load32_splat(pa);
      c00 = fma(v, b0, c00);
      c01 = fma(v, b1, c01);
      v = v128.load32_splat(pa, 4);
      c10 = fma(v, b0, c10);
      c11 = fma(v, b1, c11);
      v = v128.load32_splat(pa, 8);
      c20 = fma(v, b0, c20);
      c21 = fma(v, b1, c21);
      v = v128.load32_splat(pa, 12);
      c30 = fma(v, b0, c30);
      c31 = fma(v, b1, c31);
      pa += ld;
      b += 32;
    }
    // One pixel after the other: their runs overlap.
    addTo(to + load<u32>(entry), c00, c01);
    addTo(to + load<u32>(entry, 4), c10, c11);
    addTo(to + load<u32>(entry, 8), c20, c21);
    addTo(to + load<u32>(entry, 12), c30, c31);
  }
}

// @ts-ignore: decorator
@inline
function addTo(to: usize, low: v128, high: v128): void {
  v128.store(to, f32x4.add(v128.load(to), low));
  v128.store(to, f32x4.add(v128.load(to, 16), high), 16);
}

export function conv2dGradWeight(
  dy: usize, x: usize, dw: usize, workspace: usize,
  n: i32, c: i32, h: i32, w: i32, o: i32, kh: i32, kw: i32, sh: i32, sw: i32, ph: i32, pw: i32,
): void {
  conv2dGradWeightRows(dy, x, dw, workspace, n, c, h, w, o, kh, kw, sh, sw, ph, pw, 0, o);
}

/** Filters from..to of `conv2dGradWeight`. */
export function conv2dGradWeightRows(
  dy: usize, x: usize, dw: usize, workspace: usize,
  n: i32, c: i32, h: i32, w: i32, o: i32, kh: i32, kw: i32, sh: i32, sw: i32, ph: i32, pw: i32, from: i32, to: i32,
): void {
  plan(workspace, n, c, h, w, o, kh, kw, sh, sw, ph, pw);
  clearFilters();
  clearImages(group);
  clearResults();
  for (let i = 0; i < batch; i += group) {
    const count = min(group, batch - i);
    for (let k = 0; k < count; k++) {
      loadImage(x, k);
      loadResult(dy, k);
      x += <usize>(channels * height * width) << 2;
      dy += <usize>(outChannels * pixels) << 2;
    }
    let sums = filters;
    for (let row = 0; row < kernelH; row++) {
      for (let place = 0; place < run4; place += 4, sums += <usize>outChannels8 << 4) {
        const seen = image + <usize>row * rowBytes + (<usize>place << 2);
        for (let first = from; first < to; first += 8) {
          weightTile(count, seen, result + (<usize>first << 2), sums + (<usize>first << 2));
        }
      }
    }
  }
  const filter = <usize>(kernelH * run) << 2;
  for (let row = 0; row < kernelH; row++) {
    for (let place = 0; place < run; place++) {
      let sum = filters + (<usize>((row * run4 + place) * outChannels8 + from) << 2);
      let at = tap(dw, row, place) + <usize>from * filter;
      for (let left = to - from; left > 0; left--, sum += 4, at += filter) {
        store<f32>(at, load<f32>(at) + load<f32>(sum));
      }
    }
  }
}

/** Adds to 4 places of the run by 8 output channels the products over all output pixels of `count` images. */
function weightTile(count: i32, from: usize, gradient: usize, sums: usize): void {
  const ld = <usize>outChannels8 << 2, step = <usize>strideW * pixelBytes, rowStep = <usize>strideH * rowBytes;
  const r1 = sums + ld, r2 = r1 + ld, r3 = r2 + ld;
  let c00 = v128.load(sums), c01 = v128.load(sums, 16), c10 = v128.load(r1), c11 = v128.load(r1, 16);
  let c20 = v128.load(r2), c21 = v128.load(r2, 16), c30 = v128.load(r3), c31 = v128.load(r3, 16);
  for (; count > 0; count--, from += imageBytes, gradient += outputBytes) {
    let row = from, b = gradient;
    for (let i = outH; i > 0; i--, row += rowStep) {
      let a = row;
      for (let j = outW; j > 0; j--) {
        const b0 = v128.load(b), b1 = v128.load(b, 16);
        let v = v128.load32_splat(a);
        c00 = fma(v, b0, c00);
        c01 = fma(v, b1, c01);
        v = v128.load32_splat(a, 4);
        c10 = fma(v, b0, c10);
        c11 = fma(v, b1, c11);
        v = v128.load32_splat(a, 8);
        c20 = fma(v, b0, c20);
        c21 = fma(v, b1, c21);
        v = v128.load32_splat(a, 12);
        c30 = fma(v, b0, c30);
        c31 = fma(v, b1, c31);
        a += step;
        b += ld;
      }
    }
  }
  v128.store(sums, c00);
  v128.store(sums, c01, 16);
  v128.store(r1, c10);
  v128.store(r1, c11, 16);
  v128.store(r2, c20);
  v128.store(r2, c21, 16);
  v128.store(r3, c30);
  v128.store(r3, c31, 16);
}

export function channelSumAccumulate(x: usize, out: usize, outer: i32, channels: i32, inner: i32): void {
  for (let i = 0; i < outer; i++) {
    for (let c = 0; c < channels; c++) {
      let sum = f32x4.splat(0.0);
      for (let left = inner; left > 0; left -= 4) {
        sum = f32x4.add(sum, loadUpTo4(x, left));
        x += <usize>min(left, 4) << 2;
      }
      const to = out + (<usize>c << 2);
      store<f32>(to, load<f32>(to) + f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
    }
  }
}
