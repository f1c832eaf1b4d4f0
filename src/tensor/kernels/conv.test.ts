// Convolution and pooling of both WASM modules against the reference, over odd sizes, strides and paddings.
import { describe, it } from 'vitest';
import { compareBackends, type Workbench } from '../../../test/kernels.js';
import type { ConvSizes, PoolSizes } from './conv-kernels.js';
import { outputLength } from './reference/conv.js';

const convSizes: ConvSizes[] = [
  [1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0],
  [2, 3, 7, 6, 5, 3, 3, 1, 1, 0, 0],
  [2, 3, 7, 6, 5, 3, 3, 1, 1, 1, 1],
  [3, 4, 9, 10, 8, 3, 3, 2, 2, 1, 1],
  [2, 5, 11, 8, 6, 2, 3, 2, 3, 0, 2],
  [1, 2, 12, 13, 9, 4, 4, 4, 4, 0, 0],
  [2, 4, 20, 20, 7, 8, 8, 4, 4, 0, 0],
  [1, 3, 5, 5, 4, 1, 1, 2, 2, 0, 0],
  [1, 3, 5, 5, 4, 1, 1, 3, 3, 1, 1],
  [2, 6, 1, 17, 5, 1, 5, 1, 2, 0, 2],
  [1, 40, 6, 5, 33, 3, 3, 1, 1, 1, 1],
  [2, 3, 4, 4, 2, 4, 4, 1, 1, 0, 0],
  [1, 2, 2, 2, 3, 5, 5, 1, 1, 2, 2],
];

function tensors(bench: Workbench, sizes: ConvSizes) {
  const [n, c, h, w, o, kh, kw, sh, sw, ph, pw] = sizes;
  const output = n * o * outputLength(h, kh, sh, ph) * outputLength(w, kw, sw, pw);
  return {
    x: bench.floats(n * c * h * w),
    w: bench.floats(o * c * kh * kw),
    y: bench.floats(output),
    bias: bench.floats(o),
    workspace: bench.workspace(bench.kernels.convWorkspace(...sizes)),
  };
}

describe('convolution', () => {
  it.each(convSizes.map((sizes) => [sizes.join(' '), sizes] as const))(
    'matches the reference for sizes %s',
    (_, sizes) => {
      compareBackends(
        (bench) => {
          const { kernels } = bench;
          for (const act of [0, 1, 2]) {
            const { x, w, y, bias, workspace } = tensors(bench, sizes);
            kernels.conv2d(x, w, act === 1 ? 0 : bias, y, act, workspace, ...sizes);
          }
          const { x, w, y, workspace } = tensors(bench, sizes);
          const dx = bench.floats(sizes[0] * sizes[1] * sizes[2] * sizes[3]);
          kernels.conv2dGradInput(y, w, dx, 0, workspace, ...sizes);
          kernels.conv2dGradInput(y, w, dx, 1, workspace, ...sizes);
          kernels.conv2dGradWeight(y, x, w, workspace, ...sizes);
          for (let from = 0; from < sizes[4]; from += 16) {
            const to = Math.min(from + 16, sizes[4]);
            kernels.conv2dGradWeightRows(y, x, w, workspace, ...sizes, from, to);
          }
        },
        { atol: 1e-4 },
      );
    },
  );

  it('sums channels', () => {
    compareBackends((bench) => {
      for (const [outer, channels, inner] of [
        [1, 1, 1],
        [3, 5, 7],
        [2, 4, 64],
        [6, 3, 1],
      ] as const) {
        bench.kernels.channelSumAccumulate(
          bench.floats(outer * channels * inner),
          bench.floats(channels),
          outer,
          channels,
          inner,
        );
      }
    });
  });
});

const poolSizes: PoolSizes[] = [
  [1, 1, 1, 1, 1, 1, 1, 0, 0],
  [3, 6, 8, 2, 2, 2, 2, 0, 0],
  [4, 7, 9, 3, 2, 2, 1, 1, 1],
  [2, 5, 5, 3, 3, 1, 1, 1, 1],
  [2, 1, 11, 1, 4, 1, 3, 0, 2],
];

describe('pooling', () => {
  it.each(poolSizes.map((sizes) => [sizes.join(' '), sizes] as const))(
    'matches the reference for sizes %s',
    (_, sizes) => {
      compareBackends((bench) => {
        const [planes, h, w, kh, kw, sh, sw, ph, pw] = sizes;
        const outSize = outputLength(h, kh, sh, ph) * outputLength(w, kw, sw, pw);
        const input = () => bench.floats(planes * h * w, () => Math.round(bench.random() * 4) - 2);
        const output = () => bench.floats(planes * outSize);
        const [x, dx, y, indices, dy] = [input(), input(), output(), output(), output()];
        bench.kernels.maxPool2d(x, y, indices, ...sizes);
        bench.kernels.maxPool2dGrad(dy, indices, dx, planes, h * w, outSize);
        for (const countPad of [0, 1]) {
          bench.kernels.avgPool2d(x, output(), countPad, ...sizes);
          bench.kernels.avgPool2dGrad(dy, input(), countPad, ...sizes);
        }
      });
    },
  );

  it('lets NaN win a maximum', () => {
    compareBackends((bench) => {
      const x = bench.floats(6, (i) => [1, Number.NaN, 3, 2, 4, 9][i]!);
      bench.kernels.maxPool2d(x, bench.floats(3), bench.floats(3), 1, 1, 6, 1, 2, 1, 2, 0, 0);
    });
  });
});
