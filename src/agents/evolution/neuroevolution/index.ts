// Neuro-evolution as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm, POLICY_ACTIONS } from '../../define.js';
import { float, logFloat, oneOf, rising } from '../../search-space.js';
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
  searchSpace: {
    populationSize: rising(20, 50, 100),
    mutationStd: logFloat(0.05, 1),
    mutationRate: float(0.1, 1),
    tournamentShare: float(0.05, 0.5),
    crossover: oneOf('tensor', 'none'),
    elites: rising(1, 2, 4),
    episodes: rising(1, 3, 5),
    hiddenSizes: rising([8], [10, 10], [32, 32]),
  },
  create: (env, config, own) => new Neuroevolution(env, config as NeuroevolutionOptions, own),
});
