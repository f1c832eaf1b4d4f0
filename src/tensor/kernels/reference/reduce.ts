// Reductions over the middle of outer × n × inner, in plain TypeScript.
import type { ReduceKernels } from '../array-kernels.js';
import type { MemoryViews } from './memory.js';

export function reduceReference(memory: MemoryViews): ReduceKernels {
  return {
    reduceSum(x, y, outer, n, inner, scale) {
      const f32 = memory.f32;
      for (let o = 0; o < outer; o++) {
        for (let k = 0; k < inner; k++) {
          let sum = 0;
          for (let j = 0; j < n; j++) sum += f32[(x >>> 2) + (o * n + j) * inner + k]!;
          f32[(y >>> 2) + o * inner + k] = sum * scale;
        }
      }
    },

    reduceSumGrad(dy, dx, outer, n, inner, scale, accumulate) {
      const f32 = memory.f32;
      for (let i = 0; i < outer * n * inner; i++) {
        const g = scale * f32[(dy >>> 2) + Math.floor(i / (n * inner)) * inner + (i % inner)]!;
        const to = (dx >>> 2) + i;
        f32[to] = accumulate ? f32[to]! + g : g;
      }
    },

    reduceExtreme(x, values, indices, outer, n, inner, sign) {
      const { f32, i32 } = memory;
      for (let o = 0; o < outer; o++) {
        for (let k = 0; k < inner; k++) {
          let index = 0;
          let best = f32[(x >>> 2) + o * n * inner + k]!;
          for (let j = 1; j < n && !Number.isNaN(best); j++) {
            const value = f32[(x >>> 2) + (o * n + j) * inner + k]!;
            if (sign * value > sign * best || Number.isNaN(value)) {
              best = value;
              index = j;
            }
          }
          f32[(values >>> 2) + o * inner + k] = best;
          i32[(indices >>> 2) + o * inner + k] = index;
        }
      }
    },

    firstNonFinite(x, n) {
      return memory.f32.subarray(x >>> 2, (x >>> 2) + n).findIndex((value) => !Number.isFinite(value));
    },
  };
}
