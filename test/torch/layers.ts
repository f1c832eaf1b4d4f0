// How the layers of test/golden/torch-ops are built here.
import {
  AvgPool2d,
  BatchNorm1d,
  BatchNorm2d,
  Conv1d,
  Conv2d,
  ConvTranspose2d,
  GRU,
  GroupNorm,
  type Layer,
  LayerNorm,
  Linear,
  LSTM,
  MaxPool2d,
  type Module,
  MultiheadAttention,
  RNN,
  TransformerEncoderLayer,
} from '../../src/nn/index.js';
import type { GoldenCase, Runner } from './golden-case.js';

type Attrs = GoldenCase['attrs'];

/** A module of one input and one output (or more, of which the first counts), with the case's weights. */
function layer(build: (shape: readonly number[], out: number[], attrs: Attrs) => Module): Runner {
  return ({ x }, attrs, params) => {
    const weight = params.weight ?? params.weight_hh_l0;
    const module = build(x!.shape, [...(weight?.shape ?? [])], attrs);
    module.loadStateDict(params, { strict: false });
    const result: unknown = (module as Layer).forward(x!);
    return { outputs: [Array.isArray(result) ? result[0] : result], module };
  };
}

export const layers: Record<string, Runner> = {
  'nn.Linear': layer((x, [out]) => new Linear(x[1]!, out!)),
  'nn.LayerNorm': layer((x) => new LayerNorm(x[1]!)),
  'nn.BatchNorm1d': layer((x) => new BatchNorm1d(x[1]!)),
  'nn.BatchNorm2d': layer((x) => new BatchNorm2d(x[1]!)),
  'nn.GroupNorm': layer((x) => new GroupNorm(2, x[1]!)),
  'nn.Conv1d': layer((x, [out], { kernel, ...options }) => new Conv1d(x[1]!, out!, kernel, options)),
  'nn.Conv2d': layer((x, [out], { kernel, ...options }) => new Conv2d(x[1]!, out!, kernel, options)),
  'nn.ConvTranspose2d': layer(
    (x, [, out], { kernel, ...options }) => new ConvTranspose2d(x[1]!, out!, kernel, options),
  ),
  max_pool2d: layer((_, __, { kernel }) => new MaxPool2d(kernel)),
  avg_pool2d: layer((_, __, { kernel }) => new AvgPool2d(kernel)),
  'nn.RNN': layer((x, [, hidden]) => new RNN(x[2]!, hidden!, { batchFirst: true })),
  'nn.GRU': layer((x, [, hidden]) => new GRU(x[2]!, hidden!, { batchFirst: true })),
  'nn.LSTM': layer((x, [, hidden]) => new LSTM(x[2]!, hidden!, { batchFirst: true })),
  'nn.MultiheadAttention': ({ x }, attrs, params) => {
    const module = new MultiheadAttention(attrs.embed_dim, attrs.num_heads, { batchFirst: true });
    module.loadStateDict(params);
    const { output, weights } = module.withWeights(x!, x!, x!, { isCausal: attrs.causal });
    return { outputs: [output, weights], module };
  },
  'nn.TransformerEncoderLayer': layer((_, __, { d_model, nhead, ff, norm_first }) => {
    const options = { dimFeedforward: ff, normFirst: norm_first, dropout: 0, batchFirst: true };
    return new TransformerEncoderLayer(d_model, nhead, options);
  }),
};
