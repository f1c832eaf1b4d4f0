// Tuned settings of neuro-evolution, by environment.
import type { Presets } from '../../define.js';

export const neuroevolutionPresets: Presets = {};
