// Settings of learners of action values among many agents, by environment.
import { adjusted, type Preset, type Presets } from '../../define.js';

/** What a magnet does is paid at once, and it sees nothing but what it is told of its neighbours. */
const magnets: Preset = {
  totalSteps: 4000,
  envOptions: { blind: true },
  config: {
    gamma: 0,
    temperature: 'linear:2:0.1:0.7',
    learningRate: 0.01,
    hiddenSizes: [20],
    learningStarts: 0,
    batchSize: 100,
  },
};

/** One episode of a hundred magnets. Without hot beginnings the field freezes before both its states have been seen. */
const square: Preset = {
  ...adjusted(magnets, { temperature: 'linear:2:0.3:0.7', hiddenSizes: [10] }),
  totalSteps: 7500,
};

/** Forty games of two armies that learn from each other with one network. */
const battle: Preset = {
  totalEpisodes: 40 * 32,
  envOptions: { minimapMode: false },
  config: {
    temperature: 'linear:0.3:0.02:0.8',
    learningRate: 'linear:1e-3:1e-4',
    hiddenSizes: [64],
    learningStarts: 1000,
    batchSize: 128,
    bufferSize: 40_000,
    targetUpdateInterval: 200,
    logInterval: 32,
  },
};

/** Cold at the end, so that drawn actions break ties as alike as greedy ones: else magnets with even and odd numbers part. */
const ring: Preset = adjusted(magnets, { temperature: 'linear:2:0.005:0.7' });

export const neighbourhoodQPresets: Presets = { ising_1d_v0: ring };
export const meanFieldQPresets: Presets = { ising_2d_v0: square, battle_book_v0: battle };
export const independentQPresets: Presets = {
  ising_1d_v0: magnets,
  ising_2d_v0: square,
  battle_book_v0: battle,
};
