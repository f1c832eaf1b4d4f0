// Tuned settings of evolution strategies, by environment.
import type { Presets } from '../../define.js';

export const esPresets: Presets = {};
