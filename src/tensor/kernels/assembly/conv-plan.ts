// Where everything lies during a convolution, and the copies in and out of that layout.
//
// An image is copied into its working form: padded, and pixel by pixel (all channels of a pixel together). Then what one
// output pixel sees of one image row, `kernelW` pixels, is a single run of contiguous floats, and so is what it sees of all
// output channels. So convolution and both its gradients are products of matrices whose rows and columns are read where
// they are, without any unfolded copy.
import { loadUpTo4, storeUpTo4 } from './simd';

export let batch: i32, channels: i32, height: i32, width: i32, outChannels: i32;
export let kernelH: i32, kernelW: i32, outH: i32, outW: i32;
export let strideH: i32, strideW: i32;
let padH: i32, padW: i32;

/** Output pixels, and the same rounded up to whole vectors. */
export let pixels: i32, pixels4: i32;
/** Floats of a run, and the same rounded up to whole vectors and to pairs of them. */
export let run: i32, run4: i32, run8: i32;
/** Output channels rounded up to pairs of vectors. */
export let outChannels8: i32;
/** Images whose gradient is taken at once, so that a tile's sums stay in registers for long enough. */
export let group: i32;
/** Bytes of a pixel, a padded row and a padded image, and of an image's output pixel by pixel. */
export let pixelBytes: usize, rowBytes: usize, imageBytes: usize, outputBytes: usize;

/** Offsets of the output pixels' first run; packed filters or their gradient; working images; output gradients. */
export let table: usize, filters: usize, image: usize, result: usize;
let filterBytes: usize;

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
  pixels = outH * outW;
  pixels4 = (pixels + 3) & ~3;
  run = kw * c;
  run4 = (run + 3) & ~3;
  run8 = (run + 7) & ~7;
  outChannels8 = (o + 7) & ~7;
  group = max(1, min(n, 256 / pixels));
  pixelBytes = <usize>c << 2;
  rowBytes = <usize>(w + 2 * pw) * pixelBytes;
  imageBytes = <usize>(h + 2 * ph) * rowBytes;
  outputBytes = <usize>(pixels * outChannels8) << 2;
  filterBytes = <usize>(kh * max(run4 * outChannels8, run8 * o)) << 2;
  table = workspace;
  filters = table + (<usize>pixels4 << 2);
  image = filters + filterBytes;
  // The last vectors of a run may reach 7 floats beyond the last pixel.
  result = (image + <usize>group * imageBytes + 32 + 15) & ~15;
  const resultBytes = max(<usize>group * outputBytes, <usize>(outChannels * pixels4) << 2);
  return result + resultBytes - workspace;
}

/** The byte offset in a working image at which each output pixel's first run begins; 0 beyond the last pixel. */
export function writeTable(): void {
  let entry = table;
  for (let i = 0; i < outH; i++) {
    for (let j = 0; j < outW; j++, entry += 4) {
      store<u32>(entry, <usize>(i * strideH) * rowBytes + <usize>(j * strideW) * pixelBytes);
    }
  }
  for (const end = table + (<usize>pixels4 << 2); entry < end; entry += 4) store<u32>(entry, 0);
}

export function clearFilters(): void {
  memory.fill(filters, 0, filterBytes);
}

/** Clears `count` working images and what follows them. */
export function clearImages(count: i32): void {
  memory.fill(image, 0, <usize>count * imageBytes + 32);
}

/** Clears the channels that fill up the output gradients of a group. */
export function clearResults(): void {
  memory.fill(result, 0, <usize>group * outputBytes);
}

/** Copies image x into working image number `index`; the padding must be clear. */
export function loadImage(x: usize, index: i32): void {
  const plane = <usize>(height * width) << 2;
  let to = image + <usize>index * imageBytes + <usize>padH * rowBytes + <usize>padW * pixelBytes;
  for (let i = 0; i < height; i++, x += <usize>width << 2, to += rowBytes) {
    transpose(x, plane, channels, width, to, pixelBytes, 0);
  }
}

/** Copies working image 0 into image x, or adds it. */
export function storeImage(x: usize, accumulate: i32): void {
  const plane = <usize>(height * width) << 2;
  let from = image + <usize>padH * rowBytes + <usize>padW * pixelBytes;
  for (let i = 0; i < height; i++, x += <usize>width << 2, from += rowBytes) {
    transpose(from, pixelBytes, width, channels, x, plane, accumulate);
  }
}

/** Copies the output gradient of one image pixel by pixel into place number `index`; the channels beyond must be clear. */
export function loadResult(dy: usize, index: i32): void {
  const to = result + <usize>index * outputBytes;
  transpose(dy, <usize>pixels << 2, outChannels, pixels, to, <usize>outChannels8 << 2, 0);
}

/** Copies the output gradient of one image with whole vectors of pixels for every channel. */
export function loadResultPlanes(dy: usize): void {
  const bytes = <usize>pixels << 2;
  let to = result;
  for (let o = 0; o < outChannels; o++, dy += bytes, to += <usize>pixels4 << 2) {
    memory.copy(to, dy, bytes);
    memory.fill(to + bytes, 0, <usize>(pixels4 - pixels) << 2);
  }
}

/** to[j][i] = from[i][j], or +=, with rows `ld` and `ldTo` bytes apart. */
function transpose(from: usize, ld: usize, rows: i32, columns: i32, to: usize, ldTo: usize, accumulate: i32): void {
  for (let left = rows; left > 0; left -= 4, from += ld << 2, to += 16) {
    let x = from, y = to, rest = columns;
    // Whole blocks, and those of the three planes of a colour image, without the tests for edges.
    if (left >= 4 && !accumulate) {
      for (; rest >= 4; rest -= 4, x += 16, y += ldTo << 2) block(x, ld, 4, 4, y, ldTo, 0);
    } else if (left == 3 && !accumulate) {
      for (; rest >= 4; rest -= 4, x += 16, y += ldTo << 2) block(x, ld, 3, 4, y, ldTo, 0);
    }
    for (; rest > 0; rest -= 4, x += 16, y += ldTo << 2) block(x, ld, left, rest, y, ldTo, accumulate);
  }
}

/** At most 4 rows and 4 columns of `transpose`. */
// @ts-ignore: decorator
@inline
function block(x: usize, ld: usize, rows: i32, columns: i32, y: usize, ldTo: usize, accumulate: i32): void {
  const none = f32x4.splat(0.0);
  const a = loadUpTo4(x, columns), b = rows > 1 ? loadUpTo4(x + ld, columns) : none;
  const c = rows > 2 ? loadUpTo4(x + 2 * ld, columns) : none, d = rows > 3 ? loadUpTo4(x + 3 * ld, columns) : none;
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const ef = v128.shuffle<f32>(a, b, 2, 6, 3, 7), gh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  put(y, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), rows, accumulate);
  if (columns > 1) put(y + ldTo, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), rows, accumulate);
  if (columns > 2) put(y + 2 * ldTo, v128.shuffle<f32>(ef, gh, 0, 1, 4, 5), rows, accumulate);
  if (columns > 3) put(y + 3 * ldTo, v128.shuffle<f32>(ef, gh, 2, 3, 6, 7), rows, accumulate);
}

// @ts-ignore: decorator
@inline
function put(to: usize, v: v128, count: i32, accumulate: i32): void {
  storeUpTo4(to, accumulate ? f32x4.add(v, loadUpTo4(to, count)) : v, count);
}
