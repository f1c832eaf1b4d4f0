// A2C as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm, POLICY_ACTIONS } from '../define.js';
import { rising, rolloutSpace } from '../search-space.js';
import { A2C } from './a2c.js';
import { type A2COptions, a2cSpec } from './config.js';
import { a2cPresets } from './presets.js';

export const a2c = /* @__PURE__ */ builtinAlgorithm({
  ...a2cSpec,
  summary: 'Synchronous advantage actor-critic (Mnih et al. 2016)',
  presets: a2cPresets,
  searchSpace: { ...rolloutSpace, nSteps: rising(5, 8, 16, 32, 64) },
  spaces: { observations: ANY_SPACE, actions: POLICY_ACTIONS },
  create: (env, config, own) => new A2C(env, config as A2COptions, own),
});
