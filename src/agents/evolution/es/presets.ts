// Tuned settings of evolution strategies, by environment.
import type { Presets } from '../../define.js';

export const esPresets: Presets = {
  'CartPole-v1': { totalSteps: 600_000, config: {} },
};
