// Tuned settings of SMDP Q-learning, by environment.
import type { Presets } from '../define.js';

export const smdpQPresets: Presets = {
  'FourRooms-v0': { totalSteps: 50_000, config: { intraOption: true } },
};
