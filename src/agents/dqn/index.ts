// DQN as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm } from '../define.js';
import { epsilonSpace } from '../search-space.js';
import { type DQNOptions, dqnSpec } from './config.js';
import { dqnNamedPresets, dqnNamedSpaces } from './course-presets.js';
import { DQN } from './dqn.js';
import { dqnPresets } from './presets.js';

export const dqn = /* @__PURE__ */ builtinAlgorithm({
  ...dqnSpec,
  summary: 'Deep Q-learning with replay and a target network, optionally double (Mnih et al. 2015)',
  presets: dqnPresets,
  namedPresets: dqnNamedPresets,
  namedSpaces: dqnNamedSpaces,
  searchSpace: epsilonSpace,
  spaces: { observations: ANY_SPACE, actions: ['Discrete'] },
  create: (env, config, own) => new DQN(env, config as DQNOptions, own),
});
