// TD3 as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm } from '../define.js';
import { continuousSpace, rising } from '../search-space.js';
import { type TD3Options, td3Spec } from './config.js';
import { td3Presets } from './presets.js';
import { TD3 } from './td3.js';

export const td3 = /* @__PURE__ */ builtinAlgorithm({
  ...td3Spec,
  summary:
    'Twin delayed DDPG: two critics, smoothed targets, a policy that learns less often (Fujimoto et al. 2018)',
  presets: td3Presets,
  searchSpace: { ...continuousSpace, policyDelay: rising(1, 2, 4), targetPolicyNoise: rising(0.1, 0.2, 0.3) },
  spaces: { observations: ANY_SPACE, actions: ['Box'] },
  create: (env, config, own) => new TD3(env, config as TD3Options, own),
});
