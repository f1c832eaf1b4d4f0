// Tuned settings of augmented random search, by environment.
import type { Presets } from '../../define.js';

export const arsPresets: Presets = {};
