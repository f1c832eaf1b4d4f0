// Normalisation in plain TypeScript, with float64 sums.
import type { NormKernels } from '../norm-kernels.js';
import type { MemoryViews } from './memory.js';

export function normReference(memory: MemoryViews): NormKernels {
  const at = (ptr: number, i: number) => memory.f32[(ptr >>> 2) + i]!;
  const put = (ptr: number, i: number, value: number) => {
    memory.f32[(ptr >>> 2) + i] = value;
  };
  /** Sum of f over the positions of channel c in outer × channels × inner. */
  const sum = (outer: number, channels: number, inner: number, c: number, f: (i: number) => number) => {
    let total = 0;
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) total += f((o * channels + c) * inner + i);
    }
    return total;
  };

  return {
    groupNorm(x, weight, bias, y, mean, rstd, rows, groups, channels, inner, eps) {
      const n = channels * inner;
      for (let row = 0; row < rows; row++) {
        const average = sum(1, 1, n, row, (i) => at(x, i)) / n;
        const inverse = 1 / Math.sqrt(sum(1, 1, n, row, (i) => (at(x, i) - average) ** 2) / n + eps);
        put(mean, row, average);
        put(rstd, row, inverse);
        for (let i = 0; i < n; i++) {
          const c = (row % groups) * channels + Math.floor(i / inner);
          const normal = (at(x, row * n + i) - average) * inverse;
          put(y, row * n + i, normal * (weight ? at(weight, c) : 1) + (bias ? at(bias, c) : 0));
        }
      }
    },

    groupNormGrad(x, weight, mean, rstd, dy, dx, dWeight, dBias, rows, groups, channels, inner, accumulate) {
      const n = channels * inner;
      for (let row = 0; row < rows; row++) {
        const [average, inverse] = [at(mean, row), at(rstd, row)];
        const channel = (i: number) => (row % groups) * channels + Math.floor((i % n) / inner);
        const normal = (i: number) => (at(x, i) - average) * inverse;
        const g = (i: number) => at(dy, i) * (weight ? at(weight, channel(i)) : 1);
        const total = sum(1, 1, n, row, g) / n;
        const product = sum(1, 1, n, row, (i) => g(i) * normal(i)) / n;
        for (let i = row * n; i < (row + 1) * n; i++) {
          const c = channel(i);
          if (dWeight) put(dWeight, c, at(dWeight, c) + at(dy, i) * normal(i));
          if (dBias) put(dBias, c, at(dBias, c) + at(dy, i));
          const d = inverse * (g(i) - total - normal(i) * product);
          if (dx) put(dx, i, accumulate ? at(dx, i) + d : d);
        }
      }
    },

    channelMoments(x, mean, variance, outer, channels, inner) {
      const count = outer * inner;
      for (let c = 0; c < channels; c++) {
        const average = sum(outer, channels, inner, c, (i) => at(x, i)) / count;
        put(mean, c, average);
        put(variance, c, sum(outer, channels, inner, c, (i) => (at(x, i) - average) ** 2) / count);
      }
    },

    channelScale(x, scale, shift, y, outer, channels, inner, accumulate) {
      for (let i = 0; i < outer * channels * inner; i++) {
        const c = Math.floor(i / inner) % channels;
        put(y, i, at(x, i) * at(scale, c) + at(shift, c) + (accumulate ? at(y, i) : 0));
      }
    },

    channelGradSums(x, mean, dy, sums, products, outer, channels, inner) {
      for (let c = 0; c < channels; c++) {
        put(
          sums,
          c,
          sum(outer, channels, inner, c, (i) => at(dy, i)),
        );
        put(
          products,
          c,
          sum(outer, channels, inner, c, (i) => at(dy, i) * (at(x, i) - at(mean, c))),
        );
      }
    },
  };
}
