// Tuned settings of Rainbow, by environment: those of C51, without what belongs to ε.
import { c51Presets } from '../c51/presets.js';
import type { Presets } from '../define.js';

const { config, ...cartPole } = c51Presets['CartPole-v1']!;
const { explorationFraction: _, explorationFinalEps: __, ...settings } = config;

export const rainbowPresets: Presets = {
  'CartPole-v1': { ...cartPole, config: settings },
};
