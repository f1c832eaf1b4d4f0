// Tuned settings of DDPG, by environment, which TD3 has too: those of rl-zoo3, with smaller networks where they do as well.
import type { NamedPreset, Presets } from '../define.js';

const zoo = { gamma: 0.98, bufferSize: 200_000, learningStarts: 10_000 };

/** 400-300 units, batches of 256 and noise N(0, 0.1²) are defaults. */
export const deterministicPresets: Presets = {
  'Pendulum-v1': { totalSteps: 20_000, config: { ...zoo, learningStarts: 1000, hiddenSizes: [64, 64] } },
  'MountainCarContinuous-v0': {
    totalSteps: 100_000,
    config: {
      ...{ hiddenSizes: [64, 64], actionNoise: 'ornstein-uhlenbeck', noiseSigma: 0.75 },
      // The noise keeps its direction for about as long as the car takes to swing: 1 / (θ·dt) = 133 steps.
      noiseDt: 0.05,
    },
  },
  'LunarLanderContinuous-v3': { totalSteps: 300_000, config: zoo },
  'BipedalWalker-v3': { totalSteps: 1_000_000, config: zoo },
};

export const ddpgPresets: Presets = deterministicPresets;

export const ddpgNamedPresets: Readonly<Record<string, NamedPreset>> = {
  homework: {
    summary:
      'a homework: 200 episodes, targets copied every 300 updates, noise times 0.999 after each update',
    env: 'Pendulum-v1',
    // 200 episodes of 200 steps. Learning and the fall of the noise begin when the memory is full.
    totalSteps: 40_000,
    wrappers: [{ name: 'RescaleReward', options: { factor: 1 / 8, offset: 1 } }],
    config: {
      hiddenSizes: [400, 300],
      criticActionLayer: 1,
      learningRate: 1e-4,
      criticLearningRate: 1e-3,
      maxGradNorm: 0.5,
      gamma: 0.9,
      bufferSize: 10_000,
      learningStarts: 10_000,
      batchSize: 32,
      tau: 1,
      targetUpdateInterval: 300,
      // ln(0.01) / ln(0.999) = 4603 updates, one a step.
      noiseSigma: { type: 'exponential', start: 1, end: 0.01, fraction: 4603 / 40_000, begin: 0.25 },
    },
  },
};
