// CMA-ES as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm, POLICY_ACTIONS } from '../../define.js';
import { logFloat, rising } from '../../search-space.js';
import { CMAES } from './cma-es.js';
import { type CMAESOptions, cmaEsSpec } from './config.js';
import { cmaEsPresets } from './presets.js';

export const cmaEs = /* @__PURE__ */ builtinAlgorithm({
  ...cmaEsSpec,
  summary: 'Evolution with a learnt covariance and step size (Hansen & Ostermeier 2001)',
  presets: cmaEsPresets,
  spaces: { observations: ANY_SPACE, actions: POLICY_ACTIONS },
  searchSpace: {
    sigma: logFloat(0.05, 2),
    populationSize: rising(8, 16, 32, 64),
    episodes: rising(1, 2, 4),
    hiddenSizes: rising([], [8], [32]),
  },
  create: (env, config, own) => new CMAES(env, config as CMAESOptions, own),
});
