// The cross-entropy method as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm, POLICY_ACTIONS } from '../../define.js';
import { CEM } from './cem.js';
import { type CEMOptions, cemSpec } from './config.js';
import { cemPresets } from './presets.js';

export const cem = /* @__PURE__ */ builtinAlgorithm({
  ...cemSpec,
  summary:
    'The cross-entropy method: refits a distribution of parameters to the best individuals (Szita & Lőrincz 2006)',
  presets: cemPresets,
  spaces: { observations: ANY_SPACE, actions: POLICY_ACTIONS },
  create: (env, config, own) => new CEM(env, config as CEMOptions, own),
});
