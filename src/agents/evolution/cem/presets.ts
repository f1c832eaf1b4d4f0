// Tuned settings of the cross-entropy method, by environment.
import type { Presets } from '../../define.js';

export const cemPresets: Presets = {
  'CartPole-v1': { totalSteps: 300_000, config: {} },
};
