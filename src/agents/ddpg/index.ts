// DDPG as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm } from '../define.js';
import { continuousSpace, oneOf, rising } from '../search-space.js';
import { type DDPGOptions, ddpgSpec } from './config.js';
import { DDPG } from './ddpg.js';
import { ddpgNamedPresets, ddpgPresets } from './presets.js';

export const ddpg = /* @__PURE__ */ builtinAlgorithm({
  ...ddpgSpec,
  summary:
    'Deep deterministic policy gradient: a critic of continuous actions and a policy that climbs it (Lillicrap et al. 2016)',
  presets: ddpgPresets,
  namedPresets: ddpgNamedPresets,
  searchSpace: {
    ...continuousSpace,
    actionNoise: oneOf('normal', 'ornstein-uhlenbeck'),
    noiseSigma: rising(0.1, 0.2, 0.3, 0.5),
  },
  spaces: { observations: ANY_SPACE, actions: ['Box'] },
  create: (env, config, own) => new DDPG(env, config as DDPGOptions, own),
});
