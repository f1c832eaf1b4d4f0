// Tuned settings of TD3, by environment: those of rl-zoo3.
import { deterministicPresets } from '../ddpg/presets.js';
import type { Presets } from '../define.js';

export const td3Presets: Presets = deterministicPresets;
