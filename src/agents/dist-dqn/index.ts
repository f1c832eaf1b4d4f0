// Dist-DQN as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm } from '../define.js';
import { epsilonSpace } from '../search-space.js';
import { type DistDQNOptions, distDqnSpec } from './config.js';
import { DistDQN } from './dist-dqn.js';
import { distDqnPresets } from './presets.js';

export const distDqn = /* @__PURE__ */ builtinAlgorithm({
  ...distDqnSpec,
  summary: 'The distributional DQN of a book: rewards that decide something, not returns (Zai & Brown 2020)',
  namedPresets: distDqnPresets,
  searchSpace: epsilonSpace,
  spaces: { observations: ANY_SPACE, actions: ['Discrete'] },
  create: (env, config, own) => new DistDQN(env, config as DistDQNOptions, own),
});
