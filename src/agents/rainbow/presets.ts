// Tuned settings of Rainbow, by environment: those of C51, with noise or with ε.
import { c51Presets } from '../c51/presets.js';
import { adjusted, type Preset, type Presets } from '../define.js';

/** Little noise: where rewards are rare, what was never tried looks better than what was, and noise drowns it. */
const withLittleNoise = (env: string, settings: Record<string, unknown> = {}): Preset => {
  const { config, ...preset } = c51Presets[env]!;
  const kept = Object.entries(config).filter(([key]) => !key.startsWith('exploration'));
  return { ...preset, config: { ...Object.fromEntries(kept), noisySigma: 0.1, ...settings } };
};

/** Noise of weights that all states share does not try each action in each state of a table; ε does. */
const withEpsilon = (env: string, settings: Record<string, unknown> = {}): Preset =>
  adjusted(c51Presets[env]!, { noisy: false, ...settings });

export const rainbowPresets: Presets = {
  'CartPole-v1': withLittleNoise('CartPole-v1'),
  'MountainCar-v0': withLittleNoise('MountainCar-v0'),
  // Sums of three rewards come to some five steps more an episode; narrower layers take a third of the time.
  'Acrobot-v1': withLittleNoise('Acrobot-v1', { nSteps: 1, hiddenSizes: [128, 128] }),
  'Taxi-v4': withEpsilon('Taxi-v4'),
  // Three slippery steps tell more of luck than of the first action.
  'FrozenLake-v1': withEpsilon('FrozenLake-v1', { nSteps: 1, learningRate: 'linear:1e-3:0' }),
};
