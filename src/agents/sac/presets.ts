// Tuned settings of SAC, by environment, which TQC has too: those of rl-zoo3, with smaller networks where they do as well.
import type { Presets } from '../define.js';

export const sacPresets: Presets = {
  'Pendulum-v1': { totalSteps: 20_000, config: { learningRate: 1e-3, hiddenSizes: [64, 64] } },
  // Rewarded for being at the goal only, of which it learns nothing without hindsight.
  'PointReach-v0': {
    totalSteps: 10_000,
    config: {
      ...{ hindsight: 'future', learningRate: 1e-3, learningStarts: 1000, bufferSize: 100_000 },
      ...{ gamma: 0.95, hiddenSizes: [64, 64] },
    },
  },
  'MountainCarContinuous-v0': {
    totalSteps: 50_000,
    config: {
      ...{ batchSize: 256, bufferSize: 50_000, learningStarts: 1000, gamma: 0.9999, tau: 0.01 },
      ...{ trainFreq: 32, gradientSteps: 32, entCoef: 0.1, hiddenSizes: [64, 64] },
      // State-dependent noise found the goal with four seeds of five; noise as slow as the car's swing, with all.
      ...{ actionNoise: 'ornstein-uhlenbeck', noiseSigma: 0.75, noiseDt: 0.05 },
    },
  },
  // Noise that sways for a second or two brings landers down that would else learn to hover for ever.
  'LunarLanderContinuous-v3': {
    totalSteps: 400_000,
    config: {
      ...{ learningRate: 'linear:7.3e-4:0', learningStarts: 10_000, tau: 0.01, nSteps: 3 },
      ...{ batchSize: 128, hiddenSizes: [128, 128] },
      ...{ actionNoise: 'ornstein-uhlenbeck', noiseSigma: 'linear:0.25:0', noiseDt: 0.05 },
    },
  },
  'BipedalWalker-v3': {
    totalSteps: 500_000,
    config: {
      ...{ learningRate: 7.3e-4, bufferSize: 300_000, learningStarts: 10_000, gamma: 0.98, tau: 0.02 },
      ...{ trainFreq: 64, gradientSteps: 64, hiddenSizes: [400, 300], actionStd: 'sde' },
    },
  },
};
