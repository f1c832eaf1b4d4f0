// Tuned settings of REINFORCE, by environment.

import type { Presets } from '../define.js';
import { bookPreset } from './config.js';

export const reinforcePresets: Presets = {
  'CartPole-v0': { totalSteps: 65_000, config: { ...bookPreset } },
  'CartPole-v1': { totalSteps: 200_000, config: { baseline: true } },
};
