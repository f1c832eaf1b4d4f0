// CrossQ as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm } from '../define.js';
import { continuousSpace, nets, rising } from '../search-space.js';

/** It has no target networks. */
const { tau: _, ...withoutTargets } = continuousSpace;

import { type CrossQOptions, crossqSpec } from './config.js';
import { CrossQ } from './crossq.js';
import { crossqPresets } from './presets.js';

export const crossq = /* @__PURE__ */ builtinAlgorithm({
  ...crossqSpec,
  summary:
    'SAC without target networks, its critics and policy normalised over the batch (Bhatt et al. 2024)',
  presets: crossqPresets,
  searchSpace: { ...withoutTargets, policyDelay: rising(1, 2, 3, 4), criticHiddenSizes: nets },
  spaces: { observations: ANY_SPACE, actions: ['Box'] },
  create: (env, config, own) => new CrossQ(env, config as CrossQOptions, own),
});
