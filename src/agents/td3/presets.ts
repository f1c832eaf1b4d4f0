// Tuned settings of TD3, by environment: those of DDPG, but for the lander.
import { deterministicPresets } from '../ddpg/presets.js';
import type { Presets } from '../define.js';

export const td3Presets: Presets = {
  ...deterministicPresets,
  // A policy that learns as fast as its critics settles for hovering, from which it does not come down again.
  'LunarLanderContinuous-v3': {
    totalSteps: 150_000,
    config: {
      ...{ learningRate: 3e-4, criticLearningRate: 1e-3, hiddenSizes: [128, 128] },
      ...{ bufferSize: 200_000, learningStarts: 10_000, noiseSigma: 0.2 },
    },
  },
};
