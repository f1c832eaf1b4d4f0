// REINFORCE as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm, POLICY_ACTIONS } from '../define.js';
import { falling, gammas, logFloat, nets, oneOf, rising } from '../search-space.js';
import { type ReinforceOptions, reinforceSpec } from './config.js';
import { reinforceNamedPresets, reinforcePresets } from './presets.js';
import { Reinforce } from './reinforce.js';

export const reinforce = /* @__PURE__ */ builtinAlgorithm({
  ...reinforceSpec,
  summary: 'Monte-Carlo policy gradient, optionally with a learned baseline (Williams 1992)',
  presets: reinforcePresets,
  namedPresets: reinforceNamedPresets,
  searchSpace: {
    learningRate: logFloat(1e-4, 3e-2, falling),
    gamma: gammas,
    entCoef: logFloat(1e-6, 0.1),
    episodesPerUpdate: rising(1, 2, 4, 8, 16),
    hiddenSizes: nets,
    activation: oneOf('tanh', 'relu', 'leakyRelu'),
  },
  spaces: { observations: ANY_SPACE, actions: POLICY_ACTIONS },
  create: (env, config, own) => new Reinforce(env, config as ReinforceOptions, own),
});
