// Maximum and average pooling in plain TypeScript.
import type { ConvKernels, PoolSizes } from '../conv-kernels.js';
import { outputLength } from './conv.js';
import type { MemoryViews } from './memory.js';

type Pooling = Pick<ConvKernels, 'maxPool2d' | 'maxPool2dGrad' | 'avgPool2d' | 'avgPool2dGrad'>;

export function poolReference(memory: MemoryViews): Pooling {
  return {
    maxPool2d(x, y, indices, ...sizes) {
      const { f32, i32 } = memory;
      eachWindow(sizes, (output, plane, inside) => {
        let [best, place] = [Number.NEGATIVE_INFINITY, inside[0]!];
        for (const i of inside) {
          const value = f32[(x >>> 2) + plane + i]!;
          if (value > best || Number.isNaN(value)) [best, place] = [value, i];
        }
        f32[(y >>> 2) + output] = best;
        i32[(indices >>> 2) + output] = place;
      });
    },

    maxPool2dGrad(dy, indices, dx, planes, inSize, outSize) {
      const { f32, i32 } = memory;
      for (let i = 0; i < planes * outSize; i++) {
        const plane = Math.floor(i / outSize) * inSize;
        f32[(dx >>> 2) + plane + i32[(indices >>> 2) + i]!]! += f32[(dy >>> 2) + i]!;
      }
    },

    avgPool2d(x, y, countPad, ...sizes) {
      const f32 = memory.f32;
      eachWindow(sizes, (output, plane, inside, padded) => {
        let sum = 0;
        for (const i of inside) sum += f32[(x >>> 2) + plane + i]!;
        f32[(y >>> 2) + output] = sum / (countPad ? padded : inside.length);
      });
    },

    avgPool2dGrad(dy, dx, countPad, ...sizes) {
      const f32 = memory.f32;
      eachWindow(sizes, (output, plane, inside, padded) => {
        const share = f32[(dy >>> 2) + output]! / (countPad ? padded : inside.length);
        for (const i of inside) f32[(dx >>> 2) + plane + i]! += share;
      });
    },
  };
}

/** Visits every window: its output index, the start of its plane, the numbers inside, and its size with padding. */
function eachWindow(
  [planes, height, width, kernelH, kernelW, strideH, strideW, padH, padW]: PoolSizes,
  visit: (output: number, plane: number, inside: number[], padded: number) => void,
): void {
  const outH = outputLength(height, kernelH, strideH, padH);
  const outW = outputLength(width, kernelW, strideW, padW);
  let output = 0;
  for (let p = 0; p < planes; p++) {
    for (let y = 0; y < outH; y++) {
      for (let x = 0; x < outW; x++, output++) {
        const inside: number[] = [];
        for (let i = 0; i < kernelH; i++) {
          for (let j = 0; j < kernelW; j++) {
            const [row, column] = [y * strideH + i - padH, x * strideW + j - padW];
            if (row >= 0 && row < height && column >= 0 && column < width) inside.push(row * width + column);
          }
        }
        visit(output, p * height * width, inside, kernelH * kernelW);
      }
    }
  }
}
