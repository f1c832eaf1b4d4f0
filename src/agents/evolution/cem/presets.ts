// Tuned settings of the cross-entropy method, by environment.
import type { Presets } from '../../define.js';

export const cemPresets: Presets = {};
