// No constructor or function takes an option that nobody reads, or a value where options belong.
import { describe, expect, it } from 'vitest';
import { Generator } from '../random/index.js';
import {
  arange,
  avgPool2d,
  buffer,
  conv2d,
  convTranspose2d,
  full,
  linear,
  matmul,
  maxPool2d,
  ones,
  rand,
  randn,
  tensor,
  useBackend,
  zeros,
} from '../tensor/index.js';
import * as nn from './index.js';

const rng = new Generator(0);
const image = zeros([1, 1, 4, 4]);
const filter = zeros([1, 1, 2, 2]);
const rows = ones([2, 3]);
const classes = tensor([0, 1], { dtype: 'int32' });
const { init } = nn;

/** Everything that takes options, called with them. */
const CALLS: Record<string, (options: never) => unknown> = {
  Linear: (o) => new nn.Linear(1, 1, o),
  Embedding: (o) => new nn.Embedding(1, 1, o),
  Dropout: (o) => new nn.Dropout(0.5, o),
  Conv1d: (o) => new nn.Conv1d(1, 1, 1, o),
  Conv2d: (o) => new nn.Conv2d(1, 1, 1, o),
  ConvTranspose2d: (o) => new nn.ConvTranspose2d(1, 1, 1, o),
  MaxPool2d: (o) => new nn.MaxPool2d(1, o),
  AvgPool2d: (o) => new nn.AvgPool2d(1, o),
  LayerNorm: (o) => new nn.LayerNorm(1, o),
  GroupNorm: (o) => new nn.GroupNorm(1, 1, o),
  BatchNorm1d: (o) => new nn.BatchNorm1d(1, o),
  BatchNorm2d: (o) => new nn.BatchNorm2d(1, o),
  RNN: (o) => new nn.RNN(1, 1, o),
  GRU: (o) => new nn.GRU(1, 1, o),
  LSTM: (o) => new nn.LSTM(1, 1, o),
  RNNCell: (o) => new nn.RNNCell(1, 1, o),
  GRUCell: (o) => new nn.GRUCell(1, 1, o),
  LSTMCell: (o) => new nn.LSTMCell(1, 1, o),
  MultiheadAttention: (o) => new nn.MultiheadAttention(2, 1, o),
  'MultiheadAttention.forward': (o) =>
    new nn.MultiheadAttention(2, 1).forward(zeros([1, 1, 2]), undefined, undefined, o),
  GCNConv: (o) => new nn.GCNConv(1, 1, o),
  GATConv: (o) => new nn.GATConv(1, 1, o),
  GCN: (o) => new nn.GCN(1, 1, 1, o),
  GAT: (o) => new nn.GAT(1, 1, 1, o),
  linearAttention: (o) => nn.linearAttention(rows, rows, rows, o),
  LinearAttention: (o) => new nn.LinearAttention(2, 1, o),
  RelationalModule: (o) => new nn.RelationalModule(1, 1, 1, o),
  RelationalClassifier: (o) => new nn.RelationalClassifier(o),
  scaledDotProductAttention: (o) => nn.scaledDotProductAttention(rows, rows, rows, o),
  TransformerEncoderLayer: (o) => new nn.TransformerEncoderLayer(2, 1, o),
  TransformerDecoderLayer: (o) => new nn.TransformerDecoderLayer(2, 1, o),
  SinusoidalEncoding: (o) => new nn.SinusoidalEncoding(2, o),
  LearntEncoding: (o) => new nn.LearntEncoding(2, o),
  loadStateDict: (o) => new nn.Identity().loadStateDict({}, o),
  mseLoss: (o) => nn.mseLoss(rows, rows, o),
  l1Loss: (o) => nn.l1Loss(rows, rows, o),
  smoothL1Loss: (o) => nn.smoothL1Loss(rows, rows, o),
  huberLoss: (o) => nn.huberLoss(rows, rows, o),
  bceWithLogits: (o) => nn.bceWithLogits(rows, rows, o),
  klDiv: (o) => nn.klDiv(rows, rows, o),
  nllLoss: (o) => nn.nllLoss(rows, classes, o),
  crossEntropy: (o) => nn.crossEntropy(rows, classes, o),
  uniform: (o) => init.uniform(zeros([2]), o),
  normal: (o) => init.normal(zeros([2]), o),
  truncNormal: (o) => init.truncNormal(zeros([2]), o),
  xavierUniform: (o) => init.xavierUniform(zeros([2, 2]), o),
  xavierNormal: (o) => init.xavierNormal(zeros([2, 2]), o),
  kaimingUniform: (o) => init.kaimingUniform(zeros([2, 2]), o),
  kaimingNormal: (o) => init.kaimingNormal(zeros([2, 2]), o),
  orthogonal: (o) => init.orthogonal(zeros([2, 2]), o),
  tensor: (o) => tensor([1], o),
  zeros: (o) => zeros([1], o),
  ones: (o) => ones([1], o),
  full: (o) => full([1], 2, o),
  arange: (o) => arange(0, 2, 1, o),
  rand: (o) => rand([1], rng, o),
  randn: (o) => randn([1], rng, o),
  matmul: (o) => matmul(rows, rows, o),
  var: (o) => rows.var(0, o),
  std: (o) => rows.std(0, o),
  conv2d: (o) => conv2d(image, filter, null, o),
  convTranspose2d: (o) => convTranspose2d(image, filter, null, o),
  maxPool2d: (o) => maxPool2d(image, [1, 1], o),
  avgPool2d: (o) => avgPool2d(image, [1, 1], o),
  useBackend: (o) => useBackend(o),
  choice: (o) => rng.choice(2, o),
};

describe.each(Object.entries(CALLS))('%s', (_, call) => {
  it('refuses options it does not know', () => {
    expect(() => call({ reqiresGrad: true, rgn: rng } as never)).toThrow(/has no option 'reqiresGrad'/);
  });
  it('refuses what is no object of options', () => {
    for (const value of [[2, 3], 0.5, 'mean', true, null])
      expect(() => call(value as never)).toThrow(TypeError);
  });
});

it('names the nearest option', () => {
  expect(() => nn.crossEntropy(rows, classes, { labelSmooting: 0.1 } as never)).toThrow(
    /Did you mean labelSmoothing\?/,
  );
  expect(() => new nn.Conv2d(1, 1, 1, { dilation: 2 } as never)).toThrow(
    /Conv2d has no option 'dilation'. It knows stride, padding, bias, rng/,
  );
});

it('says where a shape belongs, and what a shape is', () => {
  expect(() => tensor([1, 2, 3, 4, 5, 6], [2, 3] as never)).toThrow(
    /give the shape as an option, \{ shape: \[2, 3\] \}/,
  );
  for (const shape of [3, [2.5], [-1], ['2'], undefined]) {
    for (const make of [
      () => zeros(shape as never),
      () => buffer(shape as never),
      () => randn(shape as never, rng),
    ]) {
      expect(make).toThrow(/a shape is a list of whole numbers ≥ 0 such as \[2, 3\], got/);
    }
  }
  // Values in the place of a shape are shown in few words.
  expect(() => buffer(new Float32Array(1000) as never)).toThrow(/got \[0, .*, … 1000 in all\]\.$/);
  expect(() => zeros([1], { dtype: 'float64' as never })).toThrow(
    /dtype must be 'float32' or 'int32', got 'float64'/,
  );
});

it('asks for a generator where one is missing', () => {
  const made: (() => unknown)[] = [
    () => randn([2, 2], undefined as never),
    () => rand([2, 2], {} as never),
    () => init.orthogonal(zeros([2, 2]), {} as never),
    () => new nn.Categorical(rows).sample(undefined as never),
    () => new nn.DiagNormal(rows, rows).rsample(undefined as never),
    () => new nn.Bernoulli(rows).sample(undefined as never),
  ];
  for (const make of made) expect(make).toThrow(/expected a random generator, new Generator\(seed\), got/);
});

it('names the bytes of sizes that cannot be had', () => {
  expect(() => zeros([1e6, 1e6])).toThrow(
    /zeros: shape \[1000000, 1000000\] takes 4000000000000 bytes \(3726 GiB\)/,
  );
  expect(() => new nn.Linear(1e6, 1e6)).toThrow(/takes 4000000000000 bytes/);
});

it('refuses words that stand for nothing', () => {
  expect(() => linear(rows, zeros([1, 3]), null, 'gelu' as never)).toThrow(
    /activation must be one of none, relu, tanh/,
  );
  expect(() => nn.mseLoss(rows, rows, { reduction: 'avg' as never })).toThrow(
    /reduction must be none, mean or sum/,
  );
  expect(() => nn.crossEntropy(rows, classes, { reduction: 'avg' as never })).toThrow(
    /reduction must be none/,
  );
  expect(() => new nn.RNN(1, 1, { nonlinearity: 'gelu' as never })).toThrow(/'tanh' or 'relu'/);
  expect(() => new nn.TransformerEncoderLayer(2, 1, { activation: 'tanh' as never })).toThrow(
    /'relu' or 'gelu'/,
  );
  expect(() => useBackend({ backend: 'gpu' as never })).toThrow(/'wasm', 'native', 'auto' or 'reference'/);
});

describe('crossEntropy follows torch 2.13', () => {
  const x = [
    [1, -2, 0.5],
    [0, 3, 1],
    [2, 2, -1],
    [0.1, 0.2, 0.3],
  ];
  const weight = tensor([1, 0.5, 2]);
  const cases: [nn.CrossEntropyOptions, number[], number[]][] = [
    [
      {},
      [1.09853],
      [
        -0.099063, 0.007515, 0.091548, 0.010503, 0.210949, -0.221451, 0.121964, -0.128036, 0.006072, 0.075152,
        0.083056, -0.158209,
      ],
    ],
    [
      { weight },
      [1.310371],
      [
        -0.072046, 0.005465, 0.06658, 0.015276, 0.306834, -0.322111, 0.044351, -0.046559, 0.002208, 0.109313,
        0.120809, -0.230122,
      ],
    ],
    [
      { ignoreIndex: -1 },
      [0.741425],
      [
        -0.132084, 0.01002, 0.122064, 0.0, 0.0, 0.0, 0.162619, -0.170715, 0.008096, 0.100203, 0.110742,
        -0.210945,
      ],
    ],
    [
      { labelSmoothing: 0.1 },
      [1.146864],
      [
        -0.082396, -0.000819, 0.083215, 0.002169, 0.202615, -0.204785, 0.113631, -0.111369, -0.002261,
        0.066819, 0.074723, -0.141542,
      ],
    ],
    [
      { weight, ignoreIndex: -1, labelSmoothing: 0.2 },
      [0.970346],
      [
        -0.069369, -0.000649, 0.070019, 0.0, 0.0, 0.0, 0.069231, -0.035531, -0.0337, 0.138415, 0.164499,
        -0.302913,
      ],
    ],
    [
      { weight, reduction: 'none' },
      [0.504597, 4.339692, 0.358868, 2.003886],
      [
        -0.396251, 0.030059, 0.366192, 0.08402, 1.687589, -1.77161, 0.243928, -0.256072, 0.012144, 0.601219,
        0.66445, -1.265669,
      ],
    ],
    [
      { ignoreIndex: -1, labelSmoothing: 0.3, reduction: 'sum' },
      [2.904276],
      [
        -0.196251, -0.069941, 0.266192, 0.0, 0.0, 0.0, 0.387856, -0.312144, -0.075711, 0.20061, 0.232225,
        -0.432835,
      ],
    ],
    [
      { ignoreIndex: -1, weight, reduction: 'none', labelSmoothing: 0.1 },
      [0.59634, 0.0, 0.606717, 1.928724],
      [
        -0.319522, 0.013893, 0.305629, 0.0, 0.0, 0.0, 0.243118, -0.190215, -0.052903, 0.542835, 0.620098,
        -1.162933,
      ],
    ],
  ];
  it.each(cases)('%o', (options, value, gradient) => {
    const logits = tensor(x, { requiresGrad: true });
    const second = options.ignoreIndex ?? 2;
    const loss = nn.crossEntropy(logits, tensor([0, second, 1, 2], { dtype: 'int32' }), options);
    loss.sum().backward();
    [...loss.toArray()].forEach((v, i) => {
      expect(v).toBeCloseTo(value[i]!, 5);
    });
    [...logits.grad!.toArray()].forEach((v, i) => {
      expect(v).toBeCloseTo(gradient[i]!, 5);
    });
  });

  it('is NaN when all rows are ignored, and refuses what does not fit', () => {
    const target = tensor([-1, -1, -1, -1], { dtype: 'int32' });
    expect(nn.crossEntropy(tensor(x), target, { ignoreIndex: -1 }).item()).toBeNaN();
    expect(() => nn.crossEntropy(tensor(x), target)).toThrow(/index -1 .* outside 0\.\.2/);
    expect(() => nn.crossEntropy(tensor(x), classes, { weight: ones([2]) })).toThrow(/must have 3 values/);
    expect(() => nn.crossEntropy(tensor(x), classes, { labelSmoothing: 2 })).toThrow(/in \[0, 1\]/);
  });
});
