// Tuned settings of augmented random search, by environment.
import type { Presets } from '../../define.js';

export const arsPresets: Presets = {
  'CartPole-v1': { totalSteps: 200_000, config: {} },
  // Small noise never leaves the valley, where every return is the same.
  'MountainCarContinuous-v0': { totalSteps: 130_000, config: { noiseStd: 1, stepSize: 0.3 } },
};
