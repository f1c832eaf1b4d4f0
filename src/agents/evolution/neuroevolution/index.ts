// Neuro-evolution as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm, POLICY_ACTIONS } from '../../define.js';
import { type NeuroevolutionOptions, neuroevolutionSpec } from './config.js';
import { Neuroevolution } from './neuroevolution.js';
import { neuroevolutionNamedPresets, neuroevolutionPresets } from './presets.js';

export const neuroevolution = /* @__PURE__ */ builtinAlgorithm({
  ...neuroevolutionSpec,
  summary:
    'A genetic algorithm on the parameters of a policy: selection, crossover, mutation (Zai & Brown 2020)',
  presets: neuroevolutionPresets,
  namedPresets: neuroevolutionNamedPresets,
  spaces: { observations: ANY_SPACE, actions: POLICY_ACTIONS },
  create: (env, config, own) => new Neuroevolution(env, config as NeuroevolutionOptions, own),
});
