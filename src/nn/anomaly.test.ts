// Anomaly mode finds the layer that made a NaN, and the line that called it.
import { describe, expect, it } from 'vitest';
import { Generator } from '../random/index.js';
import { CsrMatrix, detectAnomaly, full, randn, type Tensor } from '../tensor/index.js';
import {
  AvgPool2d,
  BatchNorm1d,
  Conv2d,
  ConvTranspose2d,
  GRU,
  GroupNorm,
  LayerNorm,
  LSTM,
  MaxPool2d,
  MultiheadAttention,
  RNN,
} from './index.js';

const rng = new Generator(2);
const nan = (...shape: number[]) => full(shape, Number.NaN);

describe('a NaN is traced to', () => {
  const calls: [string, string, () => Tensor][] = [
    ['lstm', '[4, 2, 5]', () => new LSTM(4, 5, { rng }).forward(nan(3, 2, 4))[0]],
    ['gru', '[3, 2, 5]', () => new GRU(4, 5, { rng }).forward(nan(3, 2, 4))[0]],
    ['rnn', '[3, 2, 5]', () => new RNN(4, 5, { rng }).forward(nan(3, 2, 4))[0]],
    ['conv2d', '[1, 3, 2, 2]', () => new Conv2d(2, 3, 3, { rng }).forward(nan(1, 2, 4, 4))],
    ['convTranspose2d', '[1, 3, 6, 6]', () => new ConvTranspose2d(2, 3, 3, { rng }).forward(nan(1, 2, 4, 4))],
    ['maxPool2d', '[1, 2, 2, 2]', () => new MaxPool2d(2).forward(nan(1, 2, 4, 4))],
    ['avgPool2d', '[1, 2, 2, 2]', () => new AvgPool2d(2).forward(nan(1, 2, 4, 4))],
    ['layerNorm', '[2, 4]', () => new LayerNorm(4).forward(nan(2, 4))],
    ['groupNorm', '[2, 4]', () => new GroupNorm(2, 4).forward(nan(2, 4))],
    ['batchNorm', '[2, 4]', () => new BatchNorm1d(4).forward(nan(2, 4))],
    [
      'linear',
      '[1, 2, 12]',
      () => new MultiheadAttention(4, 2, { batchFirst: true, rng }).forward(nan(1, 2, 4)),
    ],
    ['CsrMatrix.matmul', '[1, 3]', () => CsrMatrix.fromEdges([1, 2], [[0, 1]]).matmul(nan(2, 3))],
  ];
  it.each(calls)('%s', (op, shape, call) => {
    const run = () => detectAnomaly(call);
    expect(run).toThrow(`'${op}' produced NaN at element 0 of shape ${shape}`);
    expect(run).toThrow(/anomaly\.test\.ts/);
  });
});

it('finds the gradient that a layer made infinite', () => {
  const layer = new LSTM(2, 3, { rng });
  layer.parameters()[0]!.data.fill(1e30);
  const x = randn([2, 1, 2], rng, { requiresGrad: true });
  const run = () =>
    detectAnomaly(() => {
      const [output] = layer.forward(x.mul(1e-30));
      output.mul(1e38).sum().backward();
    });
  expect(run).toThrow(
    /Anomaly: the gradient of 'lstm' with respect to an input of shape \[2, 1, 2\] is (-?Infinity|NaN)/,
  );
});
