// Behaviour cloning as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm } from '../define.js';
import { falling, logFloat, nets, oneOf, rising } from '../search-space.js';
import { BC } from './bc.js';
import { type BCOptions, bcSpec } from './config.js';

export const bc = /* @__PURE__ */ builtinAlgorithm({
  ...bcSpec,
  summary: 'Behaviour cloning: does what was done in a dataset (supervised learning)',
  needsDataset: true,
  searchSpace: {
    learningRate: logFloat(1e-4, 1e-2, falling),
    batchSize: rising(32, 64, 128, 256),
    hiddenSizes: nets,
    activation: oneOf('relu', 'tanh'),
    optimizer: oneOf('adam', 'adamw', 'rmsprop'),
  },
  spaces: { observations: ANY_SPACE, actions: ['Discrete', 'Box'] },
  create: (env, config, own) => new BC(env, config as BCOptions, own),
});
