// Dyna-Q as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm } from '../../define.js';
import { rising, tableSpace } from '../../search-space.js';
import { type DynaQOptions, dynaQSpec } from './config.js';
import { DynaQ } from './dyna-q.js';
import { dynaQPresets } from './presets.js';

export const dynaQ = /* @__PURE__ */ builtinAlgorithm({
  ...dynaQSpec,
  summary: 'Q-learning in a table from steps and from a learnt model of them (Sutton 1990)',
  spaces: { observations: ANY_SPACE, actions: ['Discrete'] },
  presets: dynaQPresets,
  searchSpace: { ...tableSpace, planningSteps: rising(1, 3, 10, 30, 100) },
  create: (env, config) => new DynaQ(env, config as DynaQOptions),
});
