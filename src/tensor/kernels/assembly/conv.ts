// Convolution and its two gradients as matrix products on the working form of the images (see `conv-plan.ts`): the
// product reads image rows at tap offsets, the gradient of the input adds to them, and the gradient of the filters is
// dot products along the pixels.
import { activate } from './activation';
import {
  batch, channels, channels4, channelSize, clearImage, clearResult, filters, height, image, kernelH, kernelW, loadImage,
  loadResult, outChannels, outChannels4, outH, outW, plan, result, span, storeImage, storeResult, table, tapOffset, taps,
  tapsEven, width, writeTable,
} from './conv-plan';
import { dotTilesAtOffsets4x2 } from './dot';
import { packRows4 } from './pack';
import { loadUpTo4, storeUpTo4 } from './simd';
import { tiles4x8, tilesAtOffsets4x8 } from './tile';

/** Taps per pass: their 8-pixel panels stay in the first-level cache. */
const TAPS = 256;

export function convWorkspace(
  n: i32, c: i32, h: i32, w: i32, o: i32, kh: i32, kw: i32, sh: i32, sw: i32, ph: i32, pw: i32,
): usize {
  return plan(0, n, c, h, w, o, kh, kw, sh, sw, ph, pw);
}

export function conv2d(
  x: usize, weight: usize, bias: usize, y: usize, act: i32, workspace: usize,
  n: i32, c: i32, h: i32, w: i32, o: i32, kh: i32, kw: i32, sh: i32, sw: i32, ph: i32, pw: i32,
): void {
  plan(workspace, n, c, h, w, o, kh, kw, sh, sw, ph, pw);
  writeTable();
  packFilters(weight);
  clearImage();
  const blocks = outChannels4 >> 2, outputs = outChannels * outH * outW;
  for (let i = 0; i < batch; i++) {
    loadImage(x);
    for (let t = 0; t < taps; t += TAPS) {
      const count = min(taps - t, TAPS), packed = filters + (<usize>(outChannels4 * t) << 2);
      for (let q: usize = 0; q < <usize>span << 2; q += 32) {
        tilesAtOffsets4x8(blocks, count, packed, image + q, table + (<usize>t << 2), result + q, <usize>span << 2, t);
      }
    }
    storeResult(y, bias);
    activate(act, y, outputs);
    x += <usize>(channels * height * width) << 2;
    y += <usize>outputs << 2;
  }
}

/** For every pass, blocks of 4 output channels, tap by tap. */
function packFilters(weight: usize): void {
  const ld = <usize>taps << 2;
  let to = filters;
  for (let t = 0; t < taps; t += TAPS) {
    const count = min(taps - t, TAPS);
    for (let o = 0; o < outChannels; o += 4, to += <usize>count << 4) {
      packRows4(weight + <usize>o * ld + (<usize>t << 2), ld, min(outChannels - o, 4), count, to, 16);
    }
  }
}

export function conv2dGradInput(
  dy: usize, weight: usize, dx: usize, accumulate: i32, workspace: usize,
  n: i32, c: i32, h: i32, w: i32, o: i32, kh: i32, kw: i32, sh: i32, sw: i32, ph: i32, pw: i32,
): void {
  plan(workspace, n, c, h, w, o, kh, kw, sh, sw, ph, pw);
  packFiltersByTap(weight);
  clearResult();
  const ld = <usize>span << 2, channelBytes = <usize>channelSize << 2;
  const blocks = channels4 >> 2, blockBytes = <usize>outChannels << 4;
  for (let i = 0; i < batch; i++) {
    loadResult(dy);
    clearImage();
    let packed = filters;
    for (let a = 0; a < kernelH; a++) {
      for (let b = 0; b < kernelW; b++, packed += <usize>blocks * blockBytes) {
        const to = image + tapOffset(0, a, b);
        for (let q: usize = 0; q < ld; q += 32) {
          tiles4x8(blocks, outChannels, packed, 16, blockBytes, result + q, ld, to + q, channelBytes, 1, 0, 0.0);
        }
      }
    }
    storeImage(dx, accumulate);
    dx += <usize>(channels * height * width) << 2;
    dy += <usize>(outChannels * outH * outW) << 2;
  }
}

/** For every tap, blocks of 4 input channels, output channel by output channel. */
function packFiltersByTap(weight: usize): void {
  const window = kernelH * kernelW;
  let to = filters;
  for (let t = 0; t < window; t++) {
    for (let c = 0; c < channels4; c += 4) {
      for (let o = 0; o < outChannels; o++) {
        for (let lane = c; lane < c + 4; lane++, to += 4) {
          const from = weight + (<usize>((o * channels + lane) * window + t) << 2);
          store<f32>(to, lane < channels ? load<f32>(from) : 0.0);
        }
      }
    }
  }
}

export function conv2dGradWeight(
  dy: usize, x: usize, dw: usize, workspace: usize,
  n: i32, c: i32, h: i32, w: i32, o: i32, kh: i32, kw: i32, sh: i32, sw: i32, ph: i32, pw: i32,
): void {
  plan(workspace, n, c, h, w, o, kh, kw, sh, sw, ph, pw);
  writeTable();
  clearImage();
  clearResult();
  const ld = <usize>tapsEven << 2, spanBytes = <usize>span << 2;
  memory.fill(filters, 0, <usize>outChannels4 * ld);
  for (let i = 0; i < batch; i++) {
    loadImage(x);
    loadResult(dy);
    for (let o = 0; o < outChannels; o += 4) {
      const rows = result + <usize>o * spanBytes, sums = filters + <usize>o * ld;
      dotTilesAtOffsets4x2(tapsEven >> 1, span, rows, spanBytes, image, table, sums, ld);
    }
    x += <usize>(channels * height * width) << 2;
    dy += <usize>(outChannels * outH * outW) << 2;
  }
  for (let o = 0; o < outChannels; o++) {
    for (let t = 0; t < taps; t += 4) {
      const to = dw + (<usize>(o * taps + t) << 2), left = taps - t;
      storeUpTo4(to, f32x4.add(loadUpTo4(to, left), v128.load(filters + (<usize>(o * tapsEven + t) << 2))), left);
    }
  }
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
