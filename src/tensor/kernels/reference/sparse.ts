// Compressed-row sparse matrices times dense ones, in plain TypeScript.
import type { SparseKernels } from '../sparse-kernels.js';
import type { MemoryViews } from './memory.js';

export function sparseReference(memory: MemoryViews): SparseKernels {
  /** Visits every stored entry: its index, its row and its column. */
  const eachEntry = (
    rowStarts: number,
    columns: number,
    rows: number,
    visit: (entry: number, row: number, column: number) => void,
  ) => {
    const i32 = memory.i32;
    for (let row = 0; row < rows; row++) {
      for (let e = i32[(rowStarts >>> 2) + row]!; e < i32[(rowStarts >>> 2) + row + 1]!; e++) {
        visit(e, row, i32[(columns >>> 2) + e]!);
      }
    }
  };

  return {
    csrMatmul(rowStarts, columns, values, x, y, rows, width, accumulate) {
      const f32 = memory.f32;
      if (!accumulate) f32.fill(0, y >>> 2, (y >>> 2) + rows * width);
      eachEntry(rowStarts, columns, rows, (e, row, column) => {
        const value = values ? f32[(values >>> 2) + e]! : 1;
        const [to, from] = [(y >>> 2) + row * width, (x >>> 2) + column * width];
        for (let j = 0; j < width; j++) f32[to + j]! += value * f32[from + j]!;
      });
    },

    csrMatmulGradDense(rowStarts, columns, values, dy, dx, rows, width) {
      const f32 = memory.f32;
      eachEntry(rowStarts, columns, rows, (e, row, column) => {
        const value = values ? f32[(values >>> 2) + e]! : 1;
        const [to, from] = [(dx >>> 2) + column * width, (dy >>> 2) + row * width];
        for (let j = 0; j < width; j++) f32[to + j]! += value * f32[from + j]!;
      });
    },

    csrMatmulGradValues(rowStarts, columns, x, dy, dValues, rows, width) {
      const f32 = memory.f32;
      eachEntry(rowStarts, columns, rows, (e, row, column) => {
        let sum = f32[(dValues >>> 2) + e]!;
        for (let j = 0; j < width; j++) {
          sum += f32[(x >>> 2) + column * width + j]! * f32[(dy >>> 2) + row * width + j]!;
        }
        f32[(dValues >>> 2) + e] = sum;
      });
    },
  };
}
