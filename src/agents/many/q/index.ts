// Q-learning among many agents as definitions: what lists, the command line and loading know of it.
import { type AlgorithmDefinition, ANY_SPACE, builtinAlgorithm } from '../../define.js';
import { falling, logFloat, rising } from '../../search-space.js';
import {
  type IndependentQOptions,
  independentQSpec,
  type MeanFieldQOptions,
  meanFieldQSpec,
  type NeighbourhoodQOptions,
  neighbourhoodQSpec,
} from './config.js';
import { IndependentQ, MeanFieldQ, NeighbourhoodQ } from './learners.js';
import { independentQPresets, meanFieldQPresets, neighbourhoodQPresets } from './presets.js';

const common = {
  spaces: { observations: ANY_SPACE, actions: ['Discrete'] },
  searchSpace: {
    learningRate: logFloat(1e-4, 1e-2, falling),
    gamma: rising(0, 0.5, 0.9, 0.95, 0.99),
    batchSize: rising(32, 64, 128, 256),
    targetUpdateInterval: rising(20, 100, 500),
    hiddenSizes: rising([25], [64], [64, 64]),
  },
} satisfies Partial<AlgorithmDefinition>;

export const independentQ = /* @__PURE__ */ builtinAlgorithm({
  ...independentQSpec,
  ...common,
  summary: 'Q-learning of many agents that take each other for a part of the world (Tan 1993)',
  presets: independentQPresets,
  create: (env, config, own) => new IndependentQ(env, config as IndependentQOptions, own),
});

export const neighbourhoodQ = /* @__PURE__ */ builtinAlgorithm({
  ...neighbourhoodQSpec,
  ...common,
  summary: 'Q-learning of many agents that know the actions of their nearest neighbours',
  presets: neighbourhoodQPresets,
  create: (env, config, own) => new NeighbourhoodQ(env, config as NeighbourhoodQOptions, own),
});

export const meanFieldQ = /* @__PURE__ */ builtinAlgorithm({
  ...meanFieldQSpec,
  ...common,
  summary: 'Q-learning of many agents that know the mean action of their neighbours (Yang et al. 2018)',
  presets: meanFieldQPresets,
  create: (env, config, own) => new MeanFieldQ(env, config as MeanFieldQOptions, own),
});
