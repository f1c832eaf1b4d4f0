// Compressed-row sparse matrices times dense ones, and their softmax by rows, in plain TypeScript.
import type { SparseKernels } from '../sparse-kernels.js';
import type { MemoryViews } from './memory.js';

export function sparseReference(memory: MemoryViews): SparseKernels {
  /** Visits every head of every stored entry: its place in `values`, and where its parts of the dense rows begin. */
  const eachValue = (
    [rowStarts, columns, rows]: [number, number, number],
    [heads, width]: [number, number],
    visit: (value: number, rowPart: number, columnPart: number) => void,
  ) => {
    const i32 = memory.i32;
    for (let row = 0; row < rows; row++) {
      for (let e = i32[(rowStarts >>> 2) + row]!; e < i32[(rowStarts >>> 2) + row + 1]!; e++) {
        const column = i32[(columns >>> 2) + e]!;
        for (let h = 0; h < heads; h++) {
          visit(e * heads + h, (row * heads + h) * width, (column * heads + h) * width);
        }
      }
    }
  };

  /** Visits the values of one row and one head: from, up to, and the distance of one to the next. */
  const eachGroup = (
    rowStarts: number,
    rows: number,
    heads: number,
    visit: (from: number, to: number, step: number) => void,
  ) => {
    for (let row = 0; row < rows; row++) {
      const [from, to] = [0, 1].map((i) => memory.i32[(rowStarts >>> 2) + row + i]! * heads) as [
        number,
        number,
      ];
      for (let h = 0; h < heads; h++) visit(from + h, to, heads);
    }
  };

  return {
    csrMatmul(rowStarts, columns, values, x, y, rows, heads, width, accumulate) {
      const f32 = memory.f32;
      if (!accumulate) f32.fill(0, y >>> 2, (y >>> 2) + rows * heads * width);
      eachValue([rowStarts, columns, rows], [heads, width], (v, to, from) => {
        const value = values ? f32[(values >>> 2) + v]! : 1;
        for (let j = 0; j < width; j++) f32[(y >>> 2) + to + j]! += value * f32[(x >>> 2) + from + j]!;
      });
    },

    csrMatmulGradDense(rowStarts, columns, values, dy, dx, rows, heads, width) {
      const f32 = memory.f32;
      eachValue([rowStarts, columns, rows], [heads, width], (v, from, to) => {
        const value = values ? f32[(values >>> 2) + v]! : 1;
        for (let j = 0; j < width; j++) f32[(dx >>> 2) + to + j]! += value * f32[(dy >>> 2) + from + j]!;
      });
    },

    csrMatmulGradValues(rowStarts, columns, x, dy, dValues, rows, heads, width) {
      const f32 = memory.f32;
      eachValue([rowStarts, columns, rows], [heads, width], (v, row, column) => {
        let sum = f32[(dValues >>> 2) + v]!;
        for (let j = 0; j < width; j++) sum += f32[(x >>> 2) + column + j]! * f32[(dy >>> 2) + row + j]!;
        f32[(dValues >>> 2) + v] = sum;
      });
    },

    csrSoftmax(rowStarts, x, y, rows, heads) {
      const f32 = memory.f32;
      eachGroup(rowStarts, rows, heads, (from, to, step) => {
        let top = -Infinity;
        for (let i = from; i < to; i += step) top = Math.max(top, f32[(x >>> 2) + i]!);
        let sum = 0;
        for (let i = from; i < to; i += step) {
          sum += f32[(y >>> 2) + i] = Math.exp(f32[(x >>> 2) + i]! - top);
        }
        for (let i = from; i < to; i += step) f32[(y >>> 2) + i]! /= sum;
      });
    },

    csrSoftmaxGrad(rowStarts, y, dy, dx, rows, heads, accumulate) {
      const f32 = memory.f32;
      eachGroup(rowStarts, rows, heads, (from, to, step) => {
        let dot = 0;
        for (let i = from; i < to; i += step) dot += f32[(y >>> 2) + i]! * f32[(dy >>> 2) + i]!;
        for (let i = from; i < to; i += step) {
          const own = f32[(y >>> 2) + i]! * (f32[(dy >>> 2) + i]! - dot);
          f32[(dx >>> 2) + i] = accumulate ? f32[(dx >>> 2) + i]! + own : own;
        }
      });
    },
  };
}
