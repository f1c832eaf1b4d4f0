// Copies with and without strides, in plain TypeScript.
import type { CopyKernels } from '../array-kernels.js';
import type { MemoryViews } from './memory.js';
import { walk } from './strided.js';

export function copyReference(memory: MemoryViews): CopyKernels {
  return {
    fill(y, n, value) {
      memory.f32.fill(value, y >>> 2, (y >>> 2) + n);
    },

    copy(x, y, n, accumulate) {
      const { f32, i32 } = memory;
      if (!accumulate) i32.copyWithin(y >>> 2, x >>> 2, (x >>> 2) + n);
      else for (let i = 0; i < n; i++) f32[(y >>> 2) + i]! += f32[(x >>> 2) + i]!;
    },

    copyStrided(x, y, rank, dims) {
      const { i32 } = memory;
      walk(i32, dims, rank, 1, (i, [from]) => {
        i32[(y >>> 2) + i] = i32[(x >>> 2) + from!]!;
      });
    },

    writeStrided(x, y, rank, dims, accumulate) {
      const { f32, i32 } = memory;
      walk(i32, dims, rank, 1, (i, [to]) => {
        if (accumulate) f32[(y >>> 2) + to!]! += f32[(x >>> 2) + i]!;
        else i32[(y >>> 2) + to!] = i32[(x >>> 2) + i]!;
      });
    },

    cast(x, y, n, toInt) {
      const { f32, i32 } = memory;
      for (let i = 0; i < n; i++) {
        if (toInt) i32[(y >>> 2) + i] = Math.min(Math.max(f32[(x >>> 2) + i]!, -(2 ** 31)), 2 ** 31 - 1);
        else f32[(y >>> 2) + i] = i32[(x >>> 2) + i]!;
      }
    },

    bytesToFloats(x, y, n, scale) {
      const { f32 } = memory;
      const bytes = new Uint8Array(f32.buffer);
      for (let i = 0; i < n; i++) f32[(y >>> 2) + i] = bytes[x + i]! * scale;
    },
  };
}
