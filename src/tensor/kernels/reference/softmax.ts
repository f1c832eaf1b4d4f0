// Functions of whole rows, in plain TypeScript with float64 intermediates.
import type { SoftmaxKernels } from '../array-kernels.js';
import type { MemoryViews } from './memory.js';

export function softmaxReference(memory: MemoryViews): SoftmaxKernels {
  const rowsOf = (ptr: number, rows: number, n: number) =>
    Array.from({ length: rows }, (_, r) =>
      memory.f32.subarray((ptr >>> 2) + r * n, (ptr >>> 2) + (r + 1) * n),
    );
  const value = (ptr: number, i: number) => memory.f32[(ptr >>> 2) + i]!;
  const put = (to: Float32Array, i: number, g: number, accumulate: number) => {
    to[i] = accumulate ? to[i]! + g : g;
  };
  const mean = (row: Float32Array) => row.reduce((sum, v) => sum + v, 0) / row.length;

  function logSum(row: Float32Array): number {
    const top = row.reduce((a, b) => Math.max(a, b), -Infinity);
    if (!Number.isFinite(top)) return top;
    let sum = 0;
    for (const v of row) sum += Math.exp(v - top);
    return top + Math.log(sum);
  }

  return {
    softmax(x, y, rows, n, log) {
      const to = rowsOf(y, rows, n);
      rowsOf(x, rows, n).forEach((row, r) => {
        const total = logSum(row);
        for (let i = 0; i < n; i++) to[r]![i] = log ? row[i]! - total : Math.exp(row[i]! - total);
      });
    },

    softmaxGrad(y, dy, dx, rows, n, log, accumulate) {
      const [out, from, to] = [rowsOf(y, rows, n), rowsOf(dy, rows, n), rowsOf(dx, rows, n)];
      for (let r = 0; r < rows; r++) {
        let sum = 0;
        for (let i = 0; i < n; i++) sum += from[r]![i]! * (log ? 1 : out[r]![i]!);
        for (let i = 0; i < n; i++) {
          const [v, g] = [out[r]![i]!, from[r]![i]!];
          put(to[r]!, i, log ? g - Math.exp(v) * sum : v * (g - sum), accumulate);
        }
      }
    },

    logsumexp(x, y, rows, n) {
      rowsOf(x, rows, n).forEach((row, r) => {
        memory.f32[(y >>> 2) + r] = logSum(row);
      });
    },

    logsumexpGrad(x, y, dy, dx, rows, n, accumulate) {
      const to = rowsOf(dx, rows, n);
      rowsOf(x, rows, n).forEach((row, r) => {
        for (let i = 0; i < n; i++)
          put(to[r]!, i, Math.exp(row[i]! - value(y, r)) * value(dy, r), accumulate);
      });
    },

    variance(x, y, rows, n, ddof) {
      rowsOf(x, rows, n).forEach((row, r) => {
        const center = mean(row);
        memory.f32[(y >>> 2) + r] = row.reduce((sum, v) => sum + (v - center) ** 2, 0) / (n - ddof);
      });
    },

    varianceGrad(x, dy, dx, rows, n, ddof, accumulate) {
      const to = rowsOf(dx, rows, n);
      rowsOf(x, rows, n).forEach((row, r) => {
        const center = mean(row);
        for (let i = 0; i < n; i++) {
          put(to[r]!, i, ((2 * (row[i]! - center)) / (n - ddof)) * value(dy, r), accumulate);
        }
      });
    },

    cumsum(x, y, rows, n, reverse, accumulate) {
      const to = rowsOf(y, rows, n);
      rowsOf(x, rows, n).forEach((row, r) => {
        let sum = 0;
        for (let i = 0; i < n; i++) {
          const at = reverse ? n - 1 - i : i;
          sum += row[at]!;
          put(to[r]!, at, sum, accumulate);
        }
      });
    },
  };
}
