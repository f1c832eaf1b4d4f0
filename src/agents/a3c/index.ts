// A3C as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm, POLICY_ACTIONS } from '../define.js';
import { falling, float, gammas, logFloat, nets, rising } from '../search-space.js';
import { A3C } from './a3c.js';
import { type A3COptions, a3cSpec } from './config.js';
import { a3cNamedPresets, a3cPresets } from './presets.js';

export const a3c = /* @__PURE__ */ builtinAlgorithm({
  ...a3cSpec,
  summary: 'Parallel advantage actor-critic: workers in threads, in turn or in step (Mnih et al. 2016)',
  presets: a3cPresets,
  namedPresets: a3cNamedPresets,
  numEnvs: 7,
  searchSpace: {
    learningRate: logFloat(1e-4, 1e-2, falling),
    gamma: gammas,
    nSteps: rising(5, 10, 20, 50),
    entCoef: logFloat(1e-5, 0.1),
    vfCoef: float(0.1, 1),
    hiddenSizes: nets,
  },
  spaces: { observations: ANY_SPACE, actions: POLICY_ACTIONS },
  create: (env, config, own) => new A3C(env, config as A3COptions, own),
});
