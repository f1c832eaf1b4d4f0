// Picking and placing by index or mask, in plain TypeScript.
import type { IndexingKernels } from '../array-kernels.js';
import type { MemoryViews } from './memory.js';

export function indexingReference(memory: MemoryViews): IndexingKernels {
  /** Visits all positions of outer × m × inner with the index that belongs to each; the first bad one ends it. */
  function visit(
    [outer, n, m, inner]: number[],
    indexAt: (o: number, j: number, k: number) => number,
    index: number,
    fn: (picked: number, position: number) => void,
  ): number {
    for (let o = 0; o < outer!; o++) {
      for (let j = 0; j < m!; j++) {
        for (let k = 0; k < inner!; k++) {
          const at = indexAt(o, j, k);
          const i = memory.i32[(index >>> 2) + at]!;
          if (i < 0 || i >= n!) return at;
          fn((o * n! + i) * inner! + k, (o * m! + j) * inner! + k);
        }
      }
    }
    return -1;
  }

  const own = (m: number, inner: number) => (o: number, j: number, k: number) => (o * m + j) * inner + k;
  const shared = (_: number, j: number) => j;

  return {
    gather(x, index, y, outer, n, m, inner, accumulate) {
      const { f32, i32 } = memory;
      return visit([outer, n, m, inner], own(m, inner), index, (picked, position) => {
        if (accumulate) f32[(y >>> 2) + position]! += f32[(x >>> 2) + picked]!;
        else i32[(y >>> 2) + position] = i32[(x >>> 2) + picked]!;
      });
    },

    scatterAdd(x, index, y, outer, n, m, inner) {
      const { f32 } = memory;
      return visit([outer, n, m, inner], own(m, inner), index, (picked, position) => {
        f32[(y >>> 2) + picked]! += f32[(x >>> 2) + position]!;
      });
    },

    indexSelect(x, index, y, outer, n, m, inner) {
      const { i32 } = memory;
      return visit([outer, n, m, inner], shared, index, (picked, position) => {
        i32[(y >>> 2) + position] = i32[(x >>> 2) + picked]!;
      });
    },

    indexAdd(x, index, y, outer, n, m, inner) {
      const { f32 } = memory;
      return visit([outer, n, m, inner], shared, index, (picked, position) => {
        f32[(y >>> 2) + picked]! += f32[(x >>> 2) + position]!;
      });
    },

    where(mask, a, strideA, b, strideB, y, n, accumulate) {
      const { f32, i32 } = memory;
      for (let i = 0; i < n; i++) {
        const isSet = (i32[(mask >>> 2) + i]! & 0x7fffffff) !== 0;
        const value = isSet ? f32[(a >>> 2) + i * strideA]! : f32[(b >>> 2) + i * strideB]!;
        const to = (y >>> 2) + i;
        f32[to] = accumulate ? f32[to]! + value : value;
      }
    },
  };
}
