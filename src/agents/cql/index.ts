// CQL as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm } from '../define.js';
import { type CQLOptions, cqlSpec } from './config.js';
import { CQL } from './cql.js';

export const cql = /* @__PURE__ */ builtinAlgorithm({
  ...cqlSpec,
  summary: 'DQN that doubts values its dataset does not show: conservative Q-learning (Kumar et al. 2020)',
  spaces: { observations: ANY_SPACE, actions: ['Discrete'] },
  create: (env, config, own) => new CQL(env, config as CQLOptions, own),
});
