// Recurrent PPO as a definition: what lists, the command line and loading know of it.
import { ANY_SPACE, builtinAlgorithm, POLICY_ACTIONS } from '../define.js';
import { oneOf, ppoSpace } from '../search-space.js';
import { type RecurrentPPOOptions, recurrentPpoSpec } from './config.js';
import { recurrentPpoPresets } from './presets.js';
import { RecurrentPPO } from './recurrent-ppo.js';

export const recurrentPpo = /* @__PURE__ */ builtinAlgorithm({
  ...recurrentPpoSpec,
  summary: 'PPO whose policy remembers its episode in an LSTM or GRU',
  presets: recurrentPpoPresets,
  searchSpace: { ...ppoSpace, memorySize: oneOf(32, 64, 128), cell: oneOf('lstm', 'gru') },
  spaces: { observations: ANY_SPACE, actions: POLICY_ACTIONS },
  create: (env, config, own) => new RecurrentPPO(env, config as RecurrentPPOOptions, own),
});
