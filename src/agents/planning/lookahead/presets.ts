// Tuned settings of lookahead in a learnt model, by environment.
import type { Presets } from '../../define.js';

export const lookaheadPresets: Presets = {
  'Gridworld-v0': { totalSteps: 5000, config: { hiddenSizes: [128], gradientSteps: 2, epsilon: 0.3 } },
  'CartPole-v1': { totalSteps: 5000, config: { horizon: 20 } },
};
