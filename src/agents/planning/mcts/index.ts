// Monte-Carlo tree search as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm } from '../../define.js';
import { type MCTSOptions, mctsSpec } from './config.js';
import { MCTS } from './mcts.js';
import { mctsPresets } from './presets.js';

export const mcts = /* @__PURE__ */ builtinAlgorithm({
  ...mctsSpec,
  summary:
    'Monte-Carlo tree search (UCT) with random playouts, in board games and tables (Kocsis & Szepesvári 2006)',
  needsModel: 'simulator',
  spaces: { observations: ANY_SPACE, actions: ['Discrete'] },
  presets: mctsPresets,
  create: (env, config) => new MCTS(env, config as MCTSOptions),
});
