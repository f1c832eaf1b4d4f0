// PPO as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm, POLICY_ACTIONS } from '../define.js';
import { ppoSpace } from '../search-space.js';
import { type PPOOptions, ppoSpec } from './config.js';
import { PPO } from './ppo.js';
import { ppoPresets } from './presets.js';

export const ppo = /* @__PURE__ */ builtinAlgorithm({
  ...ppoSpec,
  summary: 'Proximal policy optimisation with the clipped objective (Schulman et al. 2017)',
  presets: ppoPresets,
  searchSpace: ppoSpace,
  spaces: { observations: ANY_SPACE, actions: POLICY_ACTIONS },
  create: (env, config, own) => new PPO(env, config as PPOOptions, own),
});
