// The softmax of attention in plain TypeScript.
import type { AttentionKernels } from '../attention-kernels.js';
import type { MemoryViews } from './memory.js';

export function attentionReference(memory: MemoryViews): AttentionKernels {
  return {
    attentionSoftmax(scores, batch, heads, rows, n, scale, mask, strideBatch, strideHead, strideRow) {
      const f32 = memory.f32;
      for (let row = 0; row < batch * heads * rows; row++) {
        const matrix = Math.floor(row / rows);
        const [b, h, i] = [Math.floor(matrix / heads), matrix % heads, row % rows];
        const added = (mask >>> 2) + b * strideBatch + h * strideHead + i * strideRow;
        const x = f32.subarray((scores >>> 2) + row * n, (scores >>> 2) + (row + 1) * n);
        for (let j = 0; j < n; j++) x[j] = x[j]! * scale + (mask ? f32[added + j]! : 0);
        const top = x.reduce((a, b) => Math.max(a, b), -Infinity);
        if (top === -Infinity) {
          x.fill(0);
          continue;
        }
        let sum = 0;
        for (let j = 0; j < n; j++) sum += x[j] = Math.exp(x[j]! - top);
        for (let j = 0; j < n; j++) x[j]! /= sum;
      }
    },

    attentionSoftmaxGrad(weights, gradient, rows, n, scale) {
      const f32 = memory.f32;
      for (let row = 0; row < rows; row++) {
        const [p, g] = [(weights >>> 2) + row * n, (gradient >>> 2) + row * n];
        let dot = 0;
        for (let j = 0; j < n; j++) dot += f32[p + j]! * f32[g + j]!;
        for (let j = 0; j < n; j++) f32[g + j] = scale * f32[p + j]! * (f32[g + j]! - dot);
      }
    },
  };
}
