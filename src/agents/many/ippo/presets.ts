// Settings of PPO among many agents, by environment.
import type { Preset, Presets } from '../../define.js';

/** Magnets that see their neighbours: a choice is paid at once. */
const magnets: Preset = {
  totalSteps: 60_000,
  config: {
    nSteps: 16,
    batchSize: 160,
    nEpochs: 4,
    gamma: 0,
    gaeLambda: 0,
    learningRate: 'linear:3e-3:0',
    hiddenSizes: [20],
  },
};

export const ippoPresets: Presets = { ising_2d_v0: magnets };
