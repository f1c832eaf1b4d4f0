// Tuned settings of TD3, by environment: those of DDPG, but for the lander.
import { deterministicPresets } from '../ddpg/presets.js';
import type { Presets } from '../define.js';

export const td3Presets: Presets = {
  ...deterministicPresets,
  // What pulls a lander out of hovering for ever is the reward for having landed, once it has been seen: five steps of
  // reward carry it back sooner, and a crash that is far away counts for less. A policy that learns as fast as its
  // critics forgets again how to come down. Some seeds never see it.
  'LunarLanderContinuous-v3': {
    totalSteps: 300_000,
    config: {
      ...{ learningRate: 'linear:3e-4:0', criticLearningRate: 'linear:1e-3:0', hiddenSizes: [128, 128] },
      ...{ batchSize: 128, bufferSize: 200_000, learningStarts: 10_000, noiseSigma: 0.2 },
      ...{ gamma: 0.985, nSteps: 5 },
    },
  },
};
