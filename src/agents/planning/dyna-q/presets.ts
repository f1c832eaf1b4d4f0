// Tuned settings of Dyna-Q, by environment.
import type { Presets } from '../../define.js';

export const dynaQPresets: Presets = {
  'Gridworld-v0': { totalSteps: 3000, config: {} },
  'CliffWalking-v1': { totalSteps: 5000, config: {} },
  'FrozenLake-v1': { totalSteps: 30_000, config: {} },
  'Taxi-v4': { totalSteps: 30_000, config: {} },
};
