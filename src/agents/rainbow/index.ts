// Rainbow as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm } from '../define.js';
import { rising, valueSpace } from '../search-space.js';
import { type RainbowOptions, rainbowSpec } from './config.js';
import { rainbowPresets } from './presets.js';
import { Rainbow } from './rainbow.js';

export const rainbow = /* @__PURE__ */ builtinAlgorithm({
  ...rainbowSpec,
  summary:
    'Double, dueling, noisy, distributional DQN with n-step returns and prioritised replay (Hessel et al. 2018)',
  presets: rainbowPresets,
  searchSpace: { ...valueSpace, nSteps: rising(1, 3, 5, 10), priorityAlpha: rising(0.3, 0.5, 0.7) },
  spaces: { observations: ANY_SPACE, actions: ['Discrete'] },
  create: (env, config, own) => new Rainbow(env, config as RainbowOptions, own),
});
