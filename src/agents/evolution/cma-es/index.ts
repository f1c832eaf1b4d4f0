// CMA-ES as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm, POLICY_ACTIONS } from '../../define.js';
import { CMAES } from './cma-es.js';
import { type CMAESOptions, cmaEsSpec } from './config.js';
import { cmaEsPresets } from './presets.js';

export const cmaEs = /* @__PURE__ */ builtinAlgorithm({
  ...cmaEsSpec,
  summary: 'Evolution with a learnt covariance and step size (Hansen & Ostermeier 2001)',
  presets: cmaEsPresets,
  spaces: { observations: ANY_SPACE, actions: POLICY_ACTIONS },
  create: (env, config, own) => new CMAES(env, config as CMAESOptions, own),
});
