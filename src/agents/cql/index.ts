// CQL as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm } from '../define.js';
import { falling, gammas, logFloat, nets, rising } from '../search-space.js';
import { type CQLOptions, cqlSpec } from './config.js';
import { CQL } from './cql.js';

export const cql = /* @__PURE__ */ builtinAlgorithm({
  ...cqlSpec,
  summary: 'DQN that doubts values its dataset does not show: conservative Q-learning (Kumar et al. 2020)',
  searchSpace: {
    learningRate: logFloat(1e-5, 1e-2, falling),
    gamma: gammas,
    batchSize: rising(32, 64, 128, 256),
    targetUpdateInterval: rising(100, 500, 1000, 5000),
    hiddenSizes: nets,
    cqlAlpha: logFloat(0.05, 10),
  },
  spaces: { observations: ANY_SPACE, actions: ['Discrete'] },
  create: (env, config, own) => new CQL(env, config as CQLOptions, own),
});
