// MAPPO as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm, POLICY_ACTIONS } from '../../define.js';
import { ppoSpace } from '../../search-space.js';
import { ippoPresets } from '../ippo/presets.js';
import { type MAPPOOptions, mappoSpec } from './config.js';
import { MAPPO } from './mappo.js';

export const mappo = /* @__PURE__ */ builtinAlgorithm({
  ...mappoSpec,
  summary: 'PPO of many agents with a critic that sees the whole world (Yu et al. 2022)',
  presets: ippoPresets,
  searchSpace: ppoSpace,
  spaces: { observations: ANY_SPACE, actions: POLICY_ACTIONS },
  create: (env, config, own) => new MAPPO(env, config as MAPPOOptions, own),
});
