// SMDP Q-learning as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm } from '../define.js';
import { oneOf, tableSpace } from '../search-space.js';
import { type SmdpQOptions, smdpQSpec } from './config.js';
import { smdpQPresets } from './presets.js';
import { SmdpQLearning } from './smdp-q-learning.js';

export const smdpQLearning = /* @__PURE__ */ builtinAlgorithm({
  ...smdpQSpec,
  summary: 'Q-learning over options that last several steps, such as walks to a hallway (Sutton et al. 1999)',
  needsModel: 'rooms',
  spaces: { observations: ANY_SPACE, actions: ['Discrete'] },
  presets: smdpQPresets,
  searchSpace: { ...tableSpace, intraOption: oneOf(false, true) },
  create: (env, config) => new SmdpQLearning(env, config as SmdpQOptions),
});
