// SACDiscrete as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm } from '../define.js';
import { continuousSpace, float } from '../search-space.js';
import { type SACDiscreteOptions, sacDiscreteSpec } from './config.js';
import { sacDiscretePresets } from './presets.js';
import { SACDiscrete } from './sac-discrete.js';

export const sacDiscrete = /* @__PURE__ */ builtinAlgorithm({
  ...sacDiscreteSpec,
  summary: 'Soft actor-critic for discrete actions (Christodoulou 2019)',
  presets: sacDiscretePresets,
  searchSpace: { ...continuousSpace, targetEntropyRatio: float(0.2, 0.98) },
  spaces: { observations: ANY_SPACE, actions: ['Discrete'] },
  create: (env, config, own) => new SACDiscrete(env, config as SACDiscreteOptions, own),
});
