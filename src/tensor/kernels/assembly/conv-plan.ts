// Where everything lies during a convolution, and the copies in and out of that layout.
//
// An image is copied into its working form: padded, and split into strideH × strideW phases (the rows and columns that
// agree modulo the stride), `pitch` floats a row. Then the numbers one filter tap multiplies, for output pixels counted
// at the same pitch, are contiguous: the tap's offset plus the pixel. So convolution is a product of matrices that reads
// its columns at offsets, without any unfolded copy; the few pixels between the rows of the output are discarded.
import { loadUpTo4, storeUpTo4 } from './simd';

export let batch: i32, channels: i32, height: i32, width: i32, outChannels: i32;
export let kernelH: i32, kernelW: i32, outH: i32, outW: i32;
let strideH: i32, strideW: i32, padH: i32, padW: i32;

/** Floats in a row of a phase, in a phase, and in all phases of a channel. */
let pitch: i32, phaseSize: i32;
export let channelSize: i32;

/** Filter taps of one output channel, and the same rounded up to even. */
export let taps: i32, tapsEven: i32;
/** Output pixels at the pitch, rounded up to whole panels. */
export let span: i32;
/** Channel counts rounded up to whole blocks. */
export let channels4: i32, outChannels4: i32;

/** Byte offsets of the taps in the working image; packed filters or their gradient; working image; output at the pitch. */
export let table: usize, filters: usize, image: usize, result: usize;
let imageBytes: usize, resultBytes: usize;

/** Lays out the workspace and returns the bytes it takes. */
export function plan(
  workspace: usize, n: i32, c: i32, h: i32, w: i32, o: i32, kh: i32, kw: i32, sh: i32, sw: i32, ph: i32, pw: i32,
): usize {
  batch = n;
  channels = c;
  height = h;
  width = w;
  outChannels = o;
  kernelH = kh;
  kernelW = kw;
  strideH = sh;
  strideW = sw;
  padH = ph;
  padW = pw;
  outH = (h + 2 * ph - kh) / sh + 1;
  outW = (w + 2 * pw - kw) / sw + 1;
  pitch = (w + 2 * pw + sw - 1) / sw;
  phaseSize = pitch * ((h + 2 * ph + sh - 1) / sh);
  channelSize = phaseSize * sh * sw;
  taps = c * kh * kw;
  tapsEven = (taps + 1) & ~1;
  span = ((outH - 1) * pitch + outW + 7) & ~7;
  channels4 = (c + 3) & ~3;
  outChannels4 = (o + 3) & ~3;
  table = workspace;
  filters = table + (((<usize>tapsEven << 2) + 15) & ~15);
  image = filters + (<usize>max(outChannels4 * tapsEven, channels4 * kh * kw * o) << 2);
  // The last panel may reach 7 floats beyond the last channel.
  imageBytes = ((<usize>(channels4 * channelSize + 8) << 2) + 15) & ~15;
  result = image + imageBytes;
  resultBytes = <usize>(outChannels4 * span) << 2;
  return result + resultBytes - workspace;
}

/** Byte offset of a tap in the working image. */
export function tapOffset(c: i32, i: i32, j: i32): usize {
  const phase = (i % strideH) * strideW + (j % strideW);
  return <usize>(c * channelSize + phase * phaseSize + (i / strideH) * pitch + j / strideW) << 2;
}

export function writeTable(): void {
  let entry = table;
  for (let c = 0; c < channels; c++) {
    for (let i = 0; i < kernelH; i++) {
      for (let j = 0; j < kernelW; j++, entry += 4) store<u32>(entry, tapOffset(c, i, j));
    }
  }
  if (taps < tapsEven) store<u32>(entry, 0);
}

export function clearImage(): void {
  memory.fill(image, 0, imageBytes);
}

export function clearResult(): void {
  memory.fill(result, 0, resultBytes);
}

/** Copies image x into the working form; the padding must be clear. */
export function loadImage(x: usize): void {
  for (let c = 0; c < channels; c++) {
    for (let i = 0; i < height; i++, x += <usize>width << 2) {
      for (let j = 0; j < min(strideW, width); j++) {
        gather(pixel(c, i, j), x + (<usize>j << 2), <usize>strideW << 2, (width - j + strideW - 1) / strideW);
      }
    }
  }
}

/** Copies the working form into image x, or adds it. */
export function storeImage(x: usize, accumulate: i32): void {
  for (let c = 0; c < channels; c++) {
    for (let i = 0; i < height; i++, x += <usize>width << 2) {
      for (let j = 0; j < min(strideW, width); j++) {
        scatter(x + (<usize>j << 2), <usize>strideW << 2, pixel(c, i, j), (width - j + strideW - 1) / strideW, accumulate);
      }
    }
  }
}

/** Address of a pixel of the image in its working form; the pixels of a row that are a stride apart follow it. */
// @ts-ignore: decorator
@inline
function pixel(c: i32, row: i32, column: i32): usize {
  return image + tapOffset(c, row + padH, column + padW);
}

/** Copies the output gradient of one image to the pitch; the gaps must be clear. */
export function loadResult(dy: usize): void {
  for (let o = 0; o < outChannels; o++) {
    let to = result + (<usize>(o * span) << 2);
    for (let i = 0; i < outH; i++, to += <usize>pitch << 2, dy += <usize>outW << 2) gather(to, dy, 4, outW);
  }
}

/** y = the result without its gaps, plus bias. */
export function storeResult(y: usize, bias: usize): void {
  for (let o = 0; o < outChannels; o++) {
    const add = f32x4.splat(bias ? load<f32>(bias + (<usize>o << 2)) : 0.0);
    let from = result + (<usize>(o * span) << 2);
    for (let i = 0; i < outH; i++, from += <usize>pitch << 2, y += <usize>outW << 2) {
      let j = 0;
      for (; j + 4 <= outW; j += 4) {
        v128.store(y + (<usize>j << 2), f32x4.add(v128.load(from + (<usize>j << 2)), add));
      }
      if (j < outW) storeUpTo4(y + (<usize>j << 2), f32x4.add(v128.load(from + (<usize>j << 2)), add), outW - j);
    }
  }
}

/** to[i] = from[i], the latter `step` bytes apart. */
// @ts-ignore: decorator
@inline
function gather(to: usize, from: usize, step: usize, count: i32): void {
  if (step == 4) {
    for (; count >= 4; count -= 4, to += 16, from += 16) v128.store(to, v128.load(from));
  } else {
    for (; count >= 4; count -= 4, to += 16) {
      let v = v128.load32_zero(from);
      v = v128.load_lane<f32>(from + step, v, 1);
      from += step << 1;
      v = v128.load_lane<f32>(from, v, 2);
      v128.store(to, v128.load_lane<f32>(from + step, v, 3));
      from += step << 1;
    }
  }
  for (; count > 0; count--, to += 4, from += step) store<f32>(to, load<f32>(from));
}

/** to[i] = from[i] or += from[i], the former `step` bytes apart. */
// @ts-ignore: decorator
@inline
function scatter(to: usize, step: usize, from: usize, count: i32, accumulate: i32): void {
  if (step == 4) {
    for (; count > 0; count -= 4, to += 16, from += 16) {
      const v = v128.load(from);
      storeUpTo4(to, accumulate ? f32x4.add(v, loadUpTo4(to, count)) : v, count);
    }
  } else {
    for (; count > 0; count--, to += step, from += 4) {
      const v = load<f32>(from);
      store<f32>(to, accumulate ? v + load<f32>(to) : v);
    }
  }
}
