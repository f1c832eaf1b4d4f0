// The settings that the book prints, by name: `trainyard train --algo dist-dqn --preset book`.
import type { NamedPreset } from '../define.js';

/** Listing 7.14: -1 a step, 10 for a crossing, -10 when the time is over; gradients are never zeroed. */
const book: NamedPreset = {
  summary: 'Zai & Brown (2020), listing 7.14: half a game of crossing a road',
  env: 'CrossingRam-v0',
  wrappers: [{ name: 'RescaleReward', options: { factor: 11, offset: -1 } }],
  config: {
    bufferSize: 200,
    batchSize: 50,
    learningStarts: 200,
    trainFreq: 1,
    optimizer: 'sgd',
    momentum: 1,
    learningRate: 1e-4,
    maxGradNorm: 1e9,
    gamma: 0.1,
    terminalReward: -10,
    extraCopies: 5,
    targetUpdateInterval: 25,
    explorationInitialEps: 0.2,
    explorationFinalEps: 0.05,
    explorationFraction: 1,
  },
  totalSteps: 1300,
  // A whole game has 2,700 steps, twice the training.
  evaluation: { every: 325, episodes: 1 },
  finalEpisodes: 5,
};

export const distDqnPresets: Readonly<Record<string, NamedPreset>> = { book };
