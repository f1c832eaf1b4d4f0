// Tuned settings of Rainbow, by environment: those of C51, without what belongs to ε.
import { c51Presets } from '../c51/presets.js';
import type { Preset, Presets } from '../define.js';

/** Little noise: where rewards are rare, what was never tried looks better than what was, and noise drowns it. */
const instead = (env: string, settings: Record<string, unknown> = {}): Preset => {
  const { config, ...preset } = c51Presets[env]!;
  const kept = Object.entries(config).filter(([key]) => !key.startsWith('exploration'));
  return { ...preset, config: { ...Object.fromEntries(kept), noisySigma: 0.1, ...settings } };
};

export const rainbowPresets: Presets = {
  'CartPole-v1': instead('CartPole-v1'),
  // Where the ice decides, long returns and large errors are mostly luck.
  'FrozenLake-v1': instead('FrozenLake-v1', { nSteps: 1, priorityAlpha: 0.2 }),
  'Taxi-v4': instead('Taxi-v4'),
  'MountainCar-v0': instead('MountainCar-v0'),
};
