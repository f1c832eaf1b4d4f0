// Transformer PPO as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm, POLICY_ACTIONS } from '../define.js';
import { oneOf, ppoSpace } from '../search-space.js';
import { type TransformerPPOOptions, transformerPpoSpec } from './config.js';
import { transformerPpoPresets } from './presets.js';
import { TransformerPPO } from './transformer-ppo.js';

export const transformerPpo = /* @__PURE__ */ builtinAlgorithm({
  ...transformerPpoSpec,
  summary:
    'PPO whose policy attends to the steps of its episode: a gated Transformer-XL (Parisotto et al. 2020)',
  presets: transformerPpoPresets,
  searchSpace: { ...ppoSpace, memorySize: oneOf(32, 64, 128), heads: oneOf(1, 2, 4), layers: oneOf(1, 2) },
  spaces: { observations: ANY_SPACE, actions: POLICY_ACTIONS },
  create: (env, config, own) => new TransformerPPO(env, config as TransformerPPOOptions, own),
});
