// Behaviour cloning as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm } from '../define.js';
import { BC } from './bc.js';
import { type BCOptions, bcSpec } from './config.js';

export const bc = /* @__PURE__ */ builtinAlgorithm({
  ...bcSpec,
  summary: 'Behaviour cloning: does what was done in a dataset (supervised learning)',
  needsDataset: true,
  spaces: { observations: ANY_SPACE, actions: ['Discrete', 'Box'] },
  create: (env, config, own) => new BC(env, config as BCOptions, own),
});
