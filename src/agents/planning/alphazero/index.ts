// AlphaZero as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm } from '../../define.js';
import { falling, logFloat, rising } from '../../search-space.js';
import { AlphaZero } from './alphazero.js';
import { type AlphaZeroOptions, alphaZeroSpec } from './config.js';
import { alphaZeroPresets } from './presets.js';

export const alphazero = /* @__PURE__ */ builtinAlgorithm({
  ...alphaZeroSpec,
  summary:
    'Self-play with a tree search that a network guides, for games of two players (Silver et al. 2018)',
  needsModel: 'simulator',
  spaces: { observations: ANY_SPACE, actions: ['Discrete'] },
  presets: alphaZeroPresets,
  searchSpace: {
    learningRate: logFloat(1e-4, 1e-2, falling),
    exploration: logFloat(0.5, 5),
    selfPlaySimulations: rising(25, 50, 100),
    dirichletAlpha: logFloat(0.1, 3),
    batchSize: rising(64, 128, 256),
    hiddenSizes: rising([64], [64, 64], [128, 128]),
  },
  create: (env, config, own) => new AlphaZero(env, config as AlphaZeroOptions, own),
});
