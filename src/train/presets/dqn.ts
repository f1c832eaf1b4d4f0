// Tuned settings of DQN, by environment.
import type { Presets } from './preset.js';

export const dqnPresets: Presets = {};
