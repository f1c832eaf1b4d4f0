// Normalisation in both WASM modules against the reference.
import { describe, it } from 'vitest';
import { compareBackends } from '../../../test/kernels.js';

const inners = [1, 2, 3, 4, 5, 9, 16];

describe('normalisation kernels match the reference', () => {
  it('groupNorm and groupNormGrad, with and without weights', () => {
    compareBackends((bench) => {
      for (const channels of [1, 2, 3, 4, 7, 8, 12]) {
        for (const inner of inners) {
          const [groups, batch, affine] = [bench.integer(1, 3), bench.integer(1, 3), bench.integer(0, 1)];
          const rows = groups * batch;
          const size = rows * channels * inner;
          const vector = () => (affine ? bench.floats(groups * channels) : 0);
          const [x, weight, bias, y] = [bench.floats(size), vector(), vector(), bench.floats(size)];
          const [mean, rstd] = [bench.floats(rows), bench.floats(rows)];
          const { groupNorm, groupNormGrad } = bench.kernels;
          groupNorm(x, weight, bias, y, mean, rstd, rows, groups, channels, inner, 0.1);
          const [dy, dx, dWeight, dBias] = [bench.floats(size), bench.floats(size), vector(), vector()];
          // biome-ignore format: one call
          groupNormGrad(x, weight, mean, rstd, dy, dx, dWeight, dBias, rows, groups, channels, inner, bench.integer(0, 1));
        }
      }
    });
  });

  it('channelMoments, channelScale and channelGradSums', () => {
    compareBackends((bench) => {
      for (const channels of [1, 2, 4, 5, 9]) {
        for (const inner of inners) {
          const outer = bench.integer(1, 6);
          const size = outer * channels * inner;
          const [x, y] = [bench.floats(size), bench.floats(size)];
          const [a, b] = [bench.floats(channels), bench.floats(channels)];
          bench.kernels.channelMoments(x, a, b, outer, channels, inner);
          bench.kernels.channelScale(x, a, b, y, outer, channels, inner, bench.integer(0, 1));
          const [sums, products] = [bench.floats(channels), bench.floats(channels)];
          bench.kernels.channelGradSums(x, a, y, sums, products, outer, channels, inner);
        }
      }
    });
  });
});
