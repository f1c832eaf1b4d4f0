// Evolution strategies as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm, POLICY_ACTIONS } from '../../define.js';
import { type ESOptions, esSpec } from './config.js';
import { ES } from './es.js';
import { esPresets } from './presets.js';

export const es = /* @__PURE__ */ builtinAlgorithm({
  ...esSpec,
  summary:
    'Evolution strategies: a gradient from noise on the parameters and ranks of returns (Salimans et al. 2017)',
  presets: esPresets,
  spaces: { observations: ANY_SPACE, actions: POLICY_ACTIONS },
  create: (env, config, own) => new ES(env, config as ESOptions, own),
});
