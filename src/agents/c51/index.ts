// C51 as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm } from '../define.js';
import { epsilonSpace, rising } from '../search-space.js';
import { C51 } from './c51.js';
import { type C51Options, c51Spec } from './config.js';
import { c51Presets } from './presets.js';

export const c51 = /* @__PURE__ */ builtinAlgorithm({
  ...c51Spec,
  summary: 'DQN of the distribution of returns on fixed atoms (Bellemare et al. 2017)',
  presets: c51Presets,
  searchSpace: { ...epsilonSpace, atoms: rising(21, 51, 101) },
  spaces: { observations: ANY_SPACE, actions: ['Discrete'] },
  create: (env, config, own) => new C51(env, config as C51Options, own),
});
