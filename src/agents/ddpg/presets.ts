// Tuned settings of DDPG, by environment: those of rl-zoo3, which TD3 has too.
import type { Presets } from '../define.js';

const zoo = { gamma: 0.98, bufferSize: 200_000, learningStarts: 10_000 };

/** 400-300 units, batches of 256 and noise N(0, 0.1²) are defaults. */
export const deterministicPresets: Presets = {
  'Pendulum-v1': { totalSteps: 20_000, config: zoo },
  'MountainCarContinuous-v0': {
    totalSteps: 300_000,
    config: { actionNoise: 'ornstein-uhlenbeck', noiseSigma: 0.5 },
  },
  'LunarLanderContinuous-v3': { totalSteps: 300_000, config: zoo },
  'BipedalWalker-v3': { totalSteps: 1_000_000, config: zoo },
};

export const ddpgPresets: Presets = deterministicPresets;
