// Tuned settings of PPO, by environment; where not noted otherwise those of rl-zoo3.
import type { Presets } from './preset.js';

export const ppoPresets: Presets = {
  'CartPole-v1': {
    totalSteps: 100_000,
    numEnvs: 8,
    config: {
      nSteps: 32,
      batchSize: 256,
      gaeLambda: 0.8,
      gamma: 0.98,
      nEpochs: 20,
      learningRate: 'linear:1e-3:0',
      clipRange: 'linear:0.2:0',
    },
  },
  'Acrobot-v1': {
    totalSteps: 1_000_000,
    numEnvs: 16,
    config: {
      normalizeObservations: true,
      normalizeRewards: true,
      nSteps: 256,
      gaeLambda: 0.94,
      nEpochs: 4,
    },
  },
  'MountainCar-v0': {
    totalSteps: 1_000_000,
    numEnvs: 16,
    config: {
      normalizeObservations: true,
      normalizeRewards: true,
      nSteps: 16,
      gaeLambda: 0.98,
      nEpochs: 4,
    },
  },
  'MountainCarContinuous-v0': {
    totalSteps: 20_000,
    numEnvs: 1,
    config: {
      normalizeObservations: true,
      normalizeRewards: true,
      nSteps: 8,
      batchSize: 256,
      entCoef: 0.00429,
      learningRate: 7.77e-5,
      nEpochs: 10,
      maxGradNorm: 5,
      vfCoef: 0.19,
      clipRange: 0.1,
      gaeLambda: 0.9,
      gamma: 0.9999,
      actionStd: 'sde',
      logStdInit: -3.29,
      orthoInit: false,
    },
  },
  'Pendulum-v1': {
    totalSteps: 100_000,
    numEnvs: 4,
    config: {
      nSteps: 1024,
      gamma: 0.9,
      learningRate: 1e-3,
      actionStd: 'sde',
      sdeSampleFreq: 4,
    },
  },
};
