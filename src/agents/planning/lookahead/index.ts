// Lookahead in a learnt model as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm } from '../../define.js';
import { type LookaheadOptions, lookaheadSpec } from './config.js';
import { Lookahead } from './lookahead.js';
import { lookaheadPresets } from './presets.js';

export const lookahead = /* @__PURE__ */ builtinAlgorithm({
  ...lookaheadSpec,
  summary: 'Learns the dynamics with a network and looks some steps ahead in them (model-predictive control)',
  spaces: { observations: ANY_SPACE, actions: ['Discrete'] },
  presets: lookaheadPresets,
  create: (env, config) => new Lookahead(env, config as LookaheadOptions),
});
