// IQN as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm } from '../define.js';
import { epsilonSpace, rising } from '../search-space.js';
import { type IQNOptions, iqnSpec } from './config.js';
import { IQN } from './iqn.js';
import { iqnPresets } from './presets.js';

export const iqn = /* @__PURE__ */ builtinAlgorithm({
  ...iqnSpec,
  summary: 'DQN of quantiles of returns at any level, drawn anew at each step (Dabney et al. 2018)',
  presets: iqnPresets,
  searchSpace: { ...epsilonSpace, quantileSamples: rising(8, 16, 32, 64) },
  spaces: { observations: ANY_SPACE, actions: ['Discrete'] },
  create: (env, config, own) => new IQN(env, config as IQNOptions, own),
});
