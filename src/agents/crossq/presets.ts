// Settings of CrossQ, by environment: defaults, with critics as wide as SAC's where a pendulum needs no more.
import type { Presets } from '../define.js';

export const crossqPresets: Presets = {
  'Pendulum-v1': { totalSteps: 10_000, config: { criticHiddenSizes: [256, 256] } },
};
