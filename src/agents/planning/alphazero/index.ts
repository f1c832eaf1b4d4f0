// AlphaZero as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm } from '../../define.js';
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
  create: (env, config, own) => new AlphaZero(env, config as AlphaZeroOptions, own),
});
