// Tuned settings of A3C, by environment.

import type { NamedPreset, Presets } from '../define.js';
import { bookPreset } from './config.js';

export const a3cPresets: Presets = {
  // The book's own settings learn three times as fast with three times its step size.
  'CartPole-v1': { totalSteps: 200_000, numEnvs: 7, config: { ...bookPreset, learningRate: 3e-4 } },
};

export const a3cNamedPresets: Readonly<Record<string, NamedPreset>> = {
  book: {
    summary: 'Zai & Brown (2020), listing 5.9: N-step returns',
    env: 'CartPole-v1',
    totalSteps: 83_000,
    numEnvs: 7,
    config: { ...bookPreset },
  },
  'book-monte-carlo': {
    summary: 'Zai & Brown (2020), listing 5.7: whole episodes',
    env: 'CartPole-v1',
    totalEpisodes: 2050,
    numEnvs: 7,
    config: { ...bookPreset, nSteps: null },
  },
};
