// Lookahead in a learnt model as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm } from '../../define.js';
import { logFloat, rising } from '../../search-space.js';
import { type LookaheadOptions, lookaheadSpec } from './config.js';
import { Lookahead } from './lookahead.js';
import { lookaheadPresets } from './presets.js';

export const lookahead = /* @__PURE__ */ builtinAlgorithm({
  ...lookaheadSpec,
  summary: 'Learns the dynamics with a network and looks some steps ahead in them (model-predictive control)',
  spaces: { observations: ANY_SPACE, actions: ['Discrete'] },
  presets: lookaheadPresets,
  searchSpace: {
    learningRate: logFloat(1e-4, 1e-2),
    horizon: rising(3, 5, 10, 20),
    beamWidth: rising(16, 64, 256),
    batchSize: rising(32, 64, 128),
    gradientSteps: rising(1, 2, 4),
    hiddenSizes: rising([64], [64, 64], [128], [128, 128]),
  },
  create: (env, config) => new Lookahead(env, config as LookaheadOptions),
});
