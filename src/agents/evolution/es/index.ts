// Evolution strategies as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm, POLICY_ACTIONS } from '../../define.js';
import { logFloat, rising } from '../../search-space.js';
import { type ESOptions, esSpec } from './config.js';
import { ES } from './es.js';
import { esPresets } from './presets.js';

export const es = /* @__PURE__ */ builtinAlgorithm({
  ...esSpec,
  summary:
    'Evolution strategies: a gradient from noise on the parameters and ranks of returns (Salimans et al. 2017)',
  presets: esPresets,
  spaces: { observations: ANY_SPACE, actions: POLICY_ACTIONS },
  searchSpace: {
    populationSize: rising(20, 40, 80, 160),
    sigma: logFloat(0.02, 0.5),
    learningRate: logFloat(0.005, 0.2),
    weightDecay: rising(0, 0.001, 0.005, 0.02),
    episodes: rising(1, 2, 4),
    hiddenSizes: rising([16], [32, 32], [64, 64]),
  },
  create: (env, config, own) => new ES(env, config as ESOptions, own),
});
