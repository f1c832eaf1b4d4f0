// Independent PPO as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm, POLICY_ACTIONS } from '../../define.js';
import type { PPOOptions } from '../../ppo/config.js';
import { ppoSpace } from '../../search-space.js';
import { IPPO, ippoSpec } from './ippo.js';
import { ippoPresets } from './presets.js';

export const ippo = /* @__PURE__ */ builtinAlgorithm({
  ...ippoSpec,
  summary: 'PPO of many agents that share their weights and see for themselves (de Witt et al. 2020)',
  presets: ippoPresets,
  searchSpace: ppoSpace,
  spaces: { observations: ANY_SPACE, actions: POLICY_ACTIONS },
  create: (env, config, own) => new IPPO(env, config as PPOOptions, own),
});
