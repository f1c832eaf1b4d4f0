// Tuned settings of recurrent DQN, by environment.
import type { Presets } from '../define.js';

export const drqnPresets: Presets = {
  'CueMemory-v0': {
    totalSteps: 30_000,
    numEnvs: 4,
    config: {
      cell: 'gru',
      memorySize: 32,
      hiddenSizes: [32],
      learningRate: 2e-3,
      bufferSize: 20_000,
      learningStarts: 500,
      trainFreq: 4,
      gradientSteps: 2,
      targetUpdateInterval: 400,
      gamma: 0.98,
      explorationFraction: 0.5,
    },
  },
};
