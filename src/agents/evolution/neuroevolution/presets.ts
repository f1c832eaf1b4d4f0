// Tuned settings of neuro-evolution, by environment, and those of the book.
import type { NamedPreset, Presets } from '../../define.js';

export const neuroevolutionPresets: Presets = {
  'CartPole-v1': { totalSteps: 900_000, config: {} },
  'MountainCarContinuous-v0': { totalSteps: 2_400_000, config: { populationSize: 30, episodes: 3 } },
  'Pendulum-v1': {
    totalSteps: 8_000_000,
    config: { populationSize: 50, episodes: 8, mutationStd: 0.5 },
  },
};

export const neuroevolutionNamedPresets: Readonly<Record<string, NamedPreset>> = {
  book: {
    summary: 'Zai & Brown (2020), listings 6.2-6.8, with parents that live on and children that mutate',
    env: 'CartPole-v1',
    totalIterations: 100,
    config: {
      ...{ populationSize: 20, episodes: 5, init: 'uniform', selection: 'truncation', parents: 2 },
      ...{ mutation: 'book', sampleActions: true, commonSeeds: false },
    },
  },
};
