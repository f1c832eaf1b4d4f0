// TQC as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm } from '../define.js';
import { continuousSpace, rising } from '../search-space.js';
import { type TQCOptions, tqcSpec } from './config.js';
import { tqcPresets } from './presets.js';
import { TQC } from './tqc.js';

export const tqc = /* @__PURE__ */ builtinAlgorithm({
  ...tqcSpec,
  summary:
    'SAC with critics of distributions, the upper end of which is not believed (Kuznetsov et al. 2020)',
  presets: tqcPresets,
  searchSpace: { ...continuousSpace, quantiles: rising(11, 25, 50), dropPerNet: rising(0, 1, 2, 3) },
  spaces: { observations: ANY_SPACE, actions: ['Box'] },
  create: (env, config, own) => new TQC(env, config as TQCOptions, own),
});
