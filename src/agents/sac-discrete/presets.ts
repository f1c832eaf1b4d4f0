// Tuned settings of discrete SAC, by environment.
import type { Presets } from '../define.js';

export const sacDiscretePresets: Presets = {
  'CartPole-v1': {
    totalSteps: 30_000,
    config: { learningRate: 1e-3, hiddenSizes: [64, 64], learningStarts: 1000, targetEntropyRatio: 0.5 },
  },
};
