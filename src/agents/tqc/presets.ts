// Tuned settings of TQC, by environment: those of SAC, with two critics as in rl-zoo3.
import { adjusted, type Presets } from '../define.js';
import { sacPresets } from '../sac/presets.js';

export const tqcPresets: Presets = Object.fromEntries(
  Object.entries(sacPresets).map(([env, preset]) => [env, adjusted(preset, { nCritics: 2 })]),
);
