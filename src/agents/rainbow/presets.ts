// Tuned settings of Rainbow, by environment: those of C51, without what belongs to ε.
import { c51Presets } from '../c51/presets.js';
import type { Preset, Presets } from '../define.js';

/** Little noise: where rewards are rare, what was never tried looks better than what was, and noise drowns it. */
const withLittleNoise = (env: string): Preset => {
  const { config, ...preset } = c51Presets[env]!;
  const kept = Object.entries(config).filter(([key]) => !key.startsWith('exploration'));
  return { ...preset, config: { ...Object.fromEntries(kept), noisySigma: 0.1 } };
};

export const rainbowPresets: Presets = {
  'CartPole-v1': withLittleNoise('CartPole-v1'),
  'MountainCar-v0': withLittleNoise('MountainCar-v0'),
};
