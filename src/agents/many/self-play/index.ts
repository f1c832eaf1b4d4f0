// Self-play with PPO as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm } from '../../define.js';
import { ppoSpace } from '../../search-space.js';
import { type SelfPlayOptions, selfPlaySpec } from './config.js';
import { selfPlayPresets } from './presets.js';
import { SelfPlayPPO } from './self-play-ppo.js';

export const selfPlayPpo = /* @__PURE__ */ builtinAlgorithm({
  ...selfPlaySpec,
  summary: 'PPO against itself and a pool of its past, rated by Elo, for games of two players',
  needsModel: 'simulator',
  presets: selfPlayPresets,
  searchSpace: ppoSpace,
  numEnvs: 16,
  spaces: { observations: ANY_SPACE, actions: ['Discrete'] },
  create: (env, config, own) => new SelfPlayPPO(env, config as SelfPlayOptions, own),
});
