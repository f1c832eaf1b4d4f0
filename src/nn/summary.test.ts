import { expect, it } from 'vitest';
import { Generator } from '../random/index.js';
import { tensor } from '../tensor/index.js';
import {
  BatchNorm2d,
  Conv2d,
  Dropout,
  Embedding,
  Flatten,
  GRU,
  LayerNorm,
  Linear,
  LSTM,
  MaxPool2d,
  ReLU,
  Sequential,
  summary,
  TransformerEncoder,
  TransformerEncoderLayer,
} from './index.js';

const rng = new Generator(1);

it('lists layers, shapes and parameters', () => {
  const network = new Sequential(
    new Conv2d(1, 16, 5, { stride: 2, padding: 2, rng }),
    new ReLU(),
    new BatchNorm2d(16),
    new MaxPool2d(2),
    new Dropout(0.5),
    new Flatten(),
    new Linear(16 * 7 * 7, 10, { rng }),
  );
  expect(`\n${summary(network, [32, 1, 28, 28])}\n`).toBe(`
layer  type         output            parameters
────────────────────────────────────────────────
       Sequential   [32, 10]
0      Conv2d       [32, 16, 14, 14]         416
1      ReLU         fused
2      BatchNorm2d  [32, 16, 14, 14]          32
3      MaxPool2d    [32, 16, 7, 7]
4      Dropout      [32, 16, 7, 7]
5      Flatten      [32, 784]
6      Linear       [32, 10]               7,850
────────────────────────────────────────────────
8,298 parameters (34 kB)
`);
});

it('leaves the network as it was', () => {
  const norm = new BatchNorm2d(3);
  const network = new Sequential(norm, new Dropout(0.5)).train();
  norm.eval();
  const before = network.stateDict();
  summary(network, [2, 3, 4, 4]);
  expect(network.stateDict()).toEqual(before);
  expect([network.training, norm.training, network.layers[1]!.training]).toEqual([true, false, true]);
  expect(Object.hasOwn(norm, 'forward')).toBe(false);
});

it('shows nested layers, recurrent results, token inputs and frozen parameters', () => {
  const layer = new TransformerEncoderLayer(8, 2, { dimFeedforward: 16, batchFirst: true, rng });
  const encoder = new Sequential(
    new Embedding(5, 8, { rng }),
    new TransformerEncoder([layer], new LayerNorm(8)),
  );
  const text = summary(encoder, tensor([[1, 2, 3]], { dtype: 'int32' }));
  expect(text).toMatch(/1\.layers\.0\.self_attn\s+MultiheadAttention\s+\[1, 3, 8\]\s+216/);
  expect(text).toMatch(/1\.norm\s+LayerNorm\s+\[1, 3, 8\]\s+16/);
  const lstm = new LSTM(4, 6, { rng });
  lstm.parameters()[0]!.requiresGrad = false;
  expect(summary(lstm, [5, 2, 4])).toMatch(
    /LSTM\s+\[5, 2, 6\] \[1, 2, 6\] \[1, 2, 6\]\s+288\n.*\n288 parameters, 96 of them frozen/,
  );
  expect(summary(new GRU(4, 6, { rng }), [5, 2, 4])).toMatch(/GRU\s+\[5, 2, 6\] \[1, 2, 6\]\s+216/);
});
