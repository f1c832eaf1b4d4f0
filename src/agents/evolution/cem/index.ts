// The cross-entropy method as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm, POLICY_ACTIONS } from '../../define.js';
import { float, logFloat, rising } from '../../search-space.js';
import { CEM } from './cem.js';
import { type CEMOptions, cemSpec } from './config.js';
import { cemPresets } from './presets.js';

export const cem = /* @__PURE__ */ builtinAlgorithm({
  ...cemSpec,
  summary:
    'The cross-entropy method: refits a distribution of parameters to the best individuals (Szita & Lőrincz 2006)',
  presets: cemPresets,
  spaces: { observations: ANY_SPACE, actions: POLICY_ACTIONS },
  searchSpace: {
    populationSize: rising(20, 50, 100, 200),
    eliteFraction: float(0.05, 0.5),
    sigma: logFloat(0.1, 3),
    extraStd: logFloat(0.01, 1),
    episodes: rising(1, 2, 4),
    hiddenSizes: rising([], [8], [32]),
  },
  create: (env, config, own) => new CEM(env, config as CEMOptions, own),
});
