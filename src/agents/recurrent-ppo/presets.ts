// Tuned settings of recurrent PPO, by environment: those of rl-zoo3 for PPO, with one GRU for policy and critic.
import { adjusted, type Presets } from '../define.js';
import { ppoPresets } from '../ppo/presets.js';

const memory = { cell: 'gru', criticMemory: 'shared', memorySize: 64, hiddenSizes: [64] };

export const recurrentPpoPresets: Presets = {
  'CartPoleNoVel-v1': {
    totalSteps: 100_000,
    numEnvs: 8,
    config: {
      ...memory,
      normalizeObservations: true,
      nSteps: 32,
      batchSize: 256,
      gaeLambda: 0.8,
      gamma: 0.98,
      nEpochs: 20,
      learningRate: 'linear:1e-3:0',
      clipRange: 'linear:0.2:0',
    },
  },
  'PendulumNoVel-v1': {
    totalSteps: 100_000,
    numEnvs: 4,
    config: {
      ...memory,
      normalizeObservations: true,
      normalizeRewards: true,
      nSteps: 1024,
      sequenceLength: 32,
      batchSize: 256,
      gaeLambda: 0.95,
      gamma: 0.9,
      learningRate: 'linear:1e-3:0',
      actionStd: 'sde',
      sdeSampleFreq: 4,
    },
  },
  'CueMemory-v0': adjusted(ppoPresets['CueMemory-v0']!, { ...memory, memorySize: 32, hiddenSizes: [32] }),
  'MiniGrid-MemoryS7-v0': adjusted(ppoPresets['MiniGrid-MemoryS7-v0']!, memory),
};
