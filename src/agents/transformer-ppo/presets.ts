// Tuned settings of transformer PPO, by environment.
import type { Presets } from '../define.js';

export const transformerPpoPresets: Presets = {
  'CueMemory-v0': {
    totalSteps: 50_000,
    numEnvs: 8,
    config: {
      memorySize: 32,
      memoryLength: 16,
      heads: 2,
      hiddenSizes: [32],
      nSteps: 64,
      batchSize: 256,
      gamma: 0.98,
      nEpochs: 8,
      learningRate: 3e-3,
    },
  },
};
