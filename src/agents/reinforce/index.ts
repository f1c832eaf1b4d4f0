// REINFORCE as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm, POLICY_ACTIONS } from '../define.js';
import { type ReinforceOptions, reinforceSpec } from './config.js';
import { reinforceNamedPresets, reinforcePresets } from './presets.js';
import { Reinforce } from './reinforce.js';

export const reinforce = /* @__PURE__ */ builtinAlgorithm({
  ...reinforceSpec,
  summary: 'Monte-Carlo policy gradient, optionally with a learned baseline (Williams 1992)',
  presets: reinforcePresets,
  namedPresets: reinforceNamedPresets,
  spaces: { observations: ANY_SPACE, actions: POLICY_ACTIONS },
  create: (env, config, own) => new Reinforce(env, config as ReinforceOptions, own),
});
