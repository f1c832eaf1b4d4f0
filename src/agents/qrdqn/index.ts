// QR-DQN as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm } from '../define.js';
import { epsilonSpace, rising } from '../search-space.js';
import { type QRDQNOptions, qrdqnSpec } from './config.js';
import { qrdqnPresets } from './presets.js';
import { QRDQN } from './qrdqn.js';

export const qrdqn = /* @__PURE__ */ builtinAlgorithm({
  ...qrdqnSpec,
  summary: 'DQN of quantiles of returns (Dabney et al. 2018)',
  presets: qrdqnPresets,
  searchSpace: { ...epsilonSpace, quantiles: rising(25, 50, 100, 200) },
  spaces: { observations: ANY_SPACE, actions: ['Discrete'] },
  create: (env, config, own) => new QRDQN(env, config as QRDQNOptions, own),
});
