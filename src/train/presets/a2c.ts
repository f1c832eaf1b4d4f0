// Tuned settings of A2C, by environment; where not noted otherwise those of rl-zoo3.
import type { Presets } from './preset.js';

export const a2cPresets: Presets = {
  'CartPole-v1': { totalSteps: 500_000, numEnvs: 8, config: {} },
  'Acrobot-v1': {
    totalSteps: 500_000,
    numEnvs: 16,
    config: { normalizeObservations: true, normalizeRewards: true },
  },
  'MountainCar-v0': {
    totalSteps: 1_000_000,
    numEnvs: 16,
    config: { normalizeObservations: true, normalizeRewards: true },
  },
  'MountainCarContinuous-v0': {
    totalSteps: 100_000,
    numEnvs: 4,
    config: {
      normalizeObservations: true,
      normalizeRewards: true,
      nSteps: 100,
      actionStd: 'sde',
      sdeSampleFreq: 16,
      orthoInit: false,
    },
  },
  'Pendulum-v1': {
    totalSteps: 1_000_000,
    numEnvs: 8,
    config: {
      normalizeObservations: true,
      normalizeRewards: true,
      nSteps: 8,
      gaeLambda: 0.9,
      gamma: 0.9,
      vfCoef: 0.4,
      learningRate: 'linear:7e-4:0',
      actionStd: 'sde',
      logStdInit: -2,
      orthoInit: false,
    },
  },
};
