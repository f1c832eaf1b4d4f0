// The random agent as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm } from '../define.js';
import { type RandomOptions, randomSpec } from './config.js';
import { RandomAgent } from './random.js';

export const random = /* @__PURE__ */ builtinAlgorithm({
  ...randomSpec,
  summary: 'Uniformly drawn legal actions: the baseline that every agent must beat',
  spaces: { observations: ANY_SPACE, actions: ANY_SPACE },
  create: (env, config) => new RandomAgent(env, config as RandomOptions),
});
