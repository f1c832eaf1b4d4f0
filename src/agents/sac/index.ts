// SAC as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm } from '../define.js';
import { continuousSpace } from '../search-space.js';
import { type SACOptions, sacSpec } from './config.js';
import { sacPresets } from './presets.js';
import { SAC } from './sac.js';

export const sac = /* @__PURE__ */ builtinAlgorithm({
  ...sacSpec,
  summary: 'Soft actor-critic for continuous actions, with a learnt temperature (Haarnoja et al. 2018)',
  presets: sacPresets,
  searchSpace: continuousSpace,
  spaces: { observations: ANY_SPACE, actions: ['Box'] },
  create: (env, config, own) => new SAC(env, config as SACOptions, own),
});
