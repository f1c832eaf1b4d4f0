// Tuned settings of discrete SAC, by environment.
import type { Presets } from '../define.js';

export const sacDiscretePresets: Presets = {
  // A policy that keeps less entropy stays at 200 to 300 steps: it sees too little of what else could be done.
  'CartPole-v1': {
    totalSteps: 30_000,
    config: {
      learningRate: 'linear:1e-3:0',
      batchSize: 128,
      bufferSize: 100_000,
      learningStarts: 1000,
      trainFreq: 1,
      tau: 0.02,
      targetEntropyRatio: 0.7,
      hiddenSizes: [64, 64],
    },
  },
};
