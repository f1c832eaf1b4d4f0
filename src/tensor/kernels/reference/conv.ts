// Convolution in plain TypeScript: one loop over all (output, filter tap, input) triples, shared by the product and its
// two gradients.
import type { ConvKernels, ConvSizes } from '../conv-kernels.js';
import { activate } from './gemm.js';
import type { MemoryViews } from './memory.js';

type Convolution = Omit<ConvKernels, 'maxPool2d' | 'maxPool2dGrad' | 'avgPool2d' | 'avgPool2dGrad'>;

export function convReference(memory: MemoryViews): Convolution {
  const conv2dGradWeightRows: Convolution['conv2dGradWeightRows'] = (
    dy,
    x,
    dw,
    _workspace,
    ...sizesFromTo
  ) => {
    const f32 = memory.f32;
    const [to, from] = [sizesFromTo.pop()!, sizesFromTo.pop()!];
    const sizes = sizesFromTo as unknown as ConvSizes;
    const filter = sizes[1] * sizes[5] * sizes[6];
    const sums = new Float64Array(sizes[4] * filter);
    eachTap(sizes, (output, tap, input) => {
      sums[tap]! += f32[(dy >>> 2) + output]! * f32[(x >>> 2) + input]!;
    });
    for (let i = from * filter; i < to * filter; i++) f32[(dw >>> 2) + i]! += sums[i]!;
  };
  return {
    convWorkspace: () => 0,

    conv2d(x, w, bias, y, act, _workspace, ...sizes) {
      const f32 = memory.f32;
      const [outSize, outChannels] = [outputSize(sizes), sizes[4]];
      const sums = new Float64Array(sizes[0] * outChannels * outSize);
      eachTap(sizes, (output, tap, input) => {
        sums[output]! += f32[(w >>> 2) + tap]! * f32[(x >>> 2) + input]!;
      });
      for (let i = 0; i < sums.length; i++) {
        const channel = Math.floor(i / outSize) % outChannels;
        f32[(y >>> 2) + i] = activate(act, sums[i]! + (bias ? f32[(bias >>> 2) + channel]! : 0));
      }
    },

    conv2dGradInput(dy, w, dx, accumulate, _workspace, ...sizes) {
      const f32 = memory.f32;
      const sums = new Float64Array(sizes[0] * sizes[1] * sizes[2] * sizes[3]);
      eachTap(sizes, (output, tap, input) => {
        sums[input]! += f32[(w >>> 2) + tap]! * f32[(dy >>> 2) + output]!;
      });
      for (let i = 0; i < sums.length; i++) {
        f32[(dx >>> 2) + i] = (accumulate ? f32[(dx >>> 2) + i]! : 0) + sums[i]!;
      }
    },

    conv2dGradWeight(dy, x, dw, workspace, ...sizes) {
      conv2dGradWeightRows(dy, x, dw, workspace, ...sizes, 0, sizes[4]);
    },
    conv2dGradWeightRows,

    channelSumAccumulate(x, out, outer, channels, inner) {
      const f32 = memory.f32;
      for (let c = 0; c < channels; c++) {
        let sum = f32[(out >>> 2) + c]!;
        for (let n = 0; n < outer; n++) {
          for (let i = 0; i < inner; i++) sum += f32[(x >>> 2) + (n * channels + c) * inner + i]!;
        }
        f32[(out >>> 2) + c] = sum;
      }
    },
  };
}

function outputSize([
  ,
  ,
  height,
  width,
  ,
  kernelH,
  kernelW,
  strideH,
  strideW,
  padH,
  padW,
]: ConvSizes): number {
  return outputLength(height, kernelH, strideH, padH) * outputLength(width, kernelW, strideW, padW);
}

export function outputLength(size: number, kernel: number, stride: number, pad: number): number {
  return Math.floor((size + 2 * pad - kernel) / stride) + 1;
}

/** Visits every product of a convolution with the flat indices of its output, filter tap and input number. */
function eachTap(sizes: ConvSizes, visit: (output: number, tap: number, input: number) => void): void {
  const [batch, channels, height, width, outChannels, kernelH, kernelW, strideH, strideW, padH, padW] = sizes;
  const outH = outputLength(height, kernelH, strideH, padH);
  const outW = outputLength(width, kernelW, strideW, padW);
  let output = 0;
  for (let n = 0; n < batch; n++) {
    for (let o = 0; o < outChannels; o++) {
      for (let y = 0; y < outH; y++) {
        for (let x = 0; x < outW; x++, output++) {
          let tap = o * channels * kernelH * kernelW;
          for (let c = 0; c < channels; c++) {
            for (let i = 0; i < kernelH; i++) {
              for (let j = 0; j < kernelW; j++, tap++) {
                const [row, column] = [y * strideH + i - padH, x * strideW + j - padW];
                if (row < 0 || row >= height || column < 0 || column >= width) continue;
                visit(output, tap, ((n * channels + c) * height + row) * width + column);
              }
            }
          }
        }
      }
    }
  }
}
