// Augmented random search as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm, POLICY_ACTIONS } from '../../define.js';
import { logFloat, rising } from '../../search-space.js';
import { ARS } from './ars.js';
import { type ARSOptions, arsSpec } from './config.js';
import { arsPresets } from './presets.js';

export const ars = /* @__PURE__ */ builtinAlgorithm({
  ...arsSpec,
  summary:
    'Augmented random search: finite differences in random directions, mostly on linear policies (Mania et al. 2018)',
  presets: arsPresets,
  spaces: { observations: ANY_SPACE, actions: POLICY_ACTIONS },
  searchSpace: {
    directions: rising(4, 8, 16, 32),
    noiseStd: logFloat(0.01, 0.5),
    stepSize: logFloat(0.005, 0.2),
    episodes: rising(1, 2, 4),
    hiddenSizes: rising([], [16], [64]),
  },
  create: (env, config, own) => new ARS(env, config as ARSOptions, own),
});
