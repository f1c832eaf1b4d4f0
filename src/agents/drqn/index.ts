// Recurrent DQN as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm } from '../define.js';
import { epsilonSpace, rising } from '../search-space.js';
import { type DRQNOptions, drqnSpec } from './config.js';
import { DRQN } from './drqn.js';
import { drqnPresets } from './presets.js';

export const drqn = /* @__PURE__ */ builtinAlgorithm({
  ...drqnSpec,
  summary: 'DQN whose network remembers its episode in an LSTM or GRU (Kapturowski et al. 2019)',
  presets: drqnPresets,
  searchSpace: { ...epsilonSpace, batchSize: rising(8, 16, 32), sequenceLength: rising(5, 10, 20) },
  spaces: { observations: ANY_SPACE, actions: ['Discrete'] },
  create: (env, config, own) => new DRQN(env, config as DRQNOptions, own),
});
