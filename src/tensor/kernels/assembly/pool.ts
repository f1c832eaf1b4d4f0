// Maximum and average pooling over planes of numbers, window by window.

/** The window of one output, clipped to the plane. */
let top: i32, bottom: i32, left: i32, right: i32;

// @ts-ignore: decorator
@inline
function clipRows(y: i32, height: i32, kernelH: i32, strideH: i32, padH: i32): void {
  const start = y * strideH - padH;
  top = max(start, 0);
  bottom = min(start + kernelH, height);
}

// @ts-ignore: decorator
@inline
function clipColumns(x: i32, width: i32, kernelW: i32, strideW: i32, padW: i32): void {
  const start = x * strideW - padW;
  left = max(start, 0);
  right = min(start + kernelW, width);
}

export function maxPool2d(
  x: usize, y: usize, indices: usize,
  planes: i32, height: i32, width: i32, kernelH: i32, kernelW: i32, strideH: i32, strideW: i32, padH: i32, padW: i32,
): void {
  const outH = (height + 2 * padH - kernelH) / strideH + 1, outW = (width + 2 * padW - kernelW) / strideW + 1;
  for (let p = 0; p < planes; p++, x += <usize>(height * width) << 2) {
    for (let i = 0; i < outH; i++) {
      clipRows(i, height, kernelH, strideH, padH);
      for (let j = 0; j < outW; j++, y += 4, indices += 4) {
        clipColumns(j, width, kernelW, strideW, padW);
        let best: f32 = -f32.MAX_VALUE * 2, place = top * width + left;
        for (let row = top; row < bottom; row++) {
          for (let column = left; column < right; column++) {
            const at = row * width + column, value = load<f32>(x + (<usize>at << 2));
            if (value > best || value != value) {
              best = value;
              place = at;
            }
          }
        }
        store<f32>(y, best);
        store<i32>(indices, place);
      }
    }
  }
}

export function maxPool2dGrad(dy: usize, indices: usize, dx: usize, planes: i32, inSize: i32, outSize: i32): void {
  for (let p = 0; p < planes; p++, dx += <usize>inSize << 2) {
    for (let i = 0; i < outSize; i++, dy += 4, indices += 4) {
      const to = dx + (<usize>load<i32>(indices) << 2);
      store<f32>(to, load<f32>(to) + load<f32>(dy));
    }
  }
}

export function avgPool2d(
  x: usize, y: usize, countPad: i32,
  planes: i32, height: i32, width: i32, kernelH: i32, kernelW: i32, strideH: i32, strideW: i32, padH: i32, padW: i32,
): void {
  const outH = (height + 2 * padH - kernelH) / strideH + 1, outW = (width + 2 * padW - kernelW) / strideW + 1;
  for (let p = 0; p < planes; p++, x += <usize>(height * width) << 2) {
    for (let i = 0; i < outH; i++) {
      clipRows(i, height, kernelH, strideH, padH);
      for (let j = 0; j < outW; j++, y += 4) {
        clipColumns(j, width, kernelW, strideW, padW);
        let sum: f32 = 0.0;
        for (let row = top; row < bottom; row++) {
          for (let column = left; column < right; column++) sum += load<f32>(x + (<usize>(row * width + column) << 2));
        }
        store<f32>(y, sum / <f32>(countPad ? kernelH * kernelW : (bottom - top) * (right - left)));
      }
    }
  }
}

export function avgPool2dGrad(
  dy: usize, dx: usize, countPad: i32,
  planes: i32, height: i32, width: i32, kernelH: i32, kernelW: i32, strideH: i32, strideW: i32, padH: i32, padW: i32,
): void {
  const outH = (height + 2 * padH - kernelH) / strideH + 1, outW = (width + 2 * padW - kernelW) / strideW + 1;
  for (let p = 0; p < planes; p++, dx += <usize>(height * width) << 2) {
    for (let i = 0; i < outH; i++) {
      clipRows(i, height, kernelH, strideH, padH);
      for (let j = 0; j < outW; j++, dy += 4) {
        clipColumns(j, width, kernelW, strideW, padW);
        const share = load<f32>(dy) / <f32>(countPad ? kernelH * kernelW : (bottom - top) * (right - left));
        for (let row = top; row < bottom; row++) {
          for (let column = left; column < right; column++) {
            const to = dx + (<usize>(row * width + column) << 2);
            store<f32>(to, load<f32>(to) + share);
          }
        }
      }
    }
  }
}
