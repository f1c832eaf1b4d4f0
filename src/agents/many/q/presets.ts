// Settings of learners of action values among many agents, by environment.
import type { Presets } from '../../define.js';

export const neighbourhoodQPresets: Presets = {};
export const meanFieldQPresets: Presets = {};
export const independentQPresets: Presets = {};
