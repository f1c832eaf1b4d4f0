// Tuned settings of CMA-ES, by environment.
import type { Presets } from '../../define.js';

export const cmaEsPresets: Presets = {
  'CartPole-v1': { totalSteps: 110_000, config: {} },
};
