// Tuned settings of self-play with PPO, by environment.
import type { Presets } from '../../define.js';

const board = {
  gamma: 1,
  nSteps: 32,
  batchSize: 128,
  nEpochs: 8,
  learningRate: 'linear:1e-3:0',
  // The opponents must stay various: a player without surprises loses to a beginner's.
  entCoef: 0.06,
  hiddenSizes: [128, 128],
  activation: 'relu',
};

export const selfPlayPresets: Presets = {
  'TicTacToe-v0': { totalSteps: 100_000, numEnvs: 32, config: board },
  'ConnectFour-v0': {
    totalSteps: 600_000,
    numEnvs: 64,
    config: {
      ...board,
      gamma: 0.95,
      nSteps: 64,
      batchSize: 512,
      nEpochs: 4,
      learningRate: 'linear:5e-4:0',
      hiddenSizes: [256, 256],
      poolSize: 20,
      latestFraction: 0.3,
    },
  },
};
