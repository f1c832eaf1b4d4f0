// Tuned settings of REINFORCE, by environment.

import type { NamedPreset, Presets } from '../define.js';
import { bookPreset } from './config.js';

export const reinforcePresets: Presets = {
  'CartPole-v0': { totalSteps: 65_000, config: { ...bookPreset } },
  'CartPole-v1': { totalSteps: 200_000, config: { baseline: true } },
};

export const reinforceNamedPresets: Readonly<Record<string, NamedPreset>> = {
  book: {
    summary: 'Zai & Brown (2020), listings 4.4-4.6',
    env: 'CartPole-v0',
    totalEpisodes: 500,
    config: { ...bookPreset },
  },
};
