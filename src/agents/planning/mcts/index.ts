// Monte-Carlo tree search as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm } from '../../define.js';
import { logFloat, rising } from '../../search-space.js';
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
  searchSpace: {
    exploration: logFloat(0.2, 4),
    simulations: rising(100, 300, 1000),
    playoutDepth: rising(20, 50, 200),
  },
  create: (env, config) => new MCTS(env, config as MCTSOptions),
});
