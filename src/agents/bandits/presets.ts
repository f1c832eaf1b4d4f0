// Tuned settings of agents of bandits, by environment; the defaults are for rewards around 1.
import type { NamedPreset, Preset, Presets } from '../define.js';

const plays = (totalSteps: number, config: Record<string, unknown> = {}): Preset => ({ totalSteps, config });

export const epsilonGreedyPresets: Presets = {
  'GaussianBandit-v0': plays(1000),
  'BernoulliBandit-v0': plays(1000),
  'NonstationaryBandit-v0': plays(10_000, { stepSize: 0.1 }),
  'AdPlacement-v0': plays(5000),
};

export const softmaxPresets: Presets = {
  'GaussianBandit-v0': plays(1000),
  'BernoulliBandit-v0': plays(1000, { temperature: 0.1, initialValue: 1 }),
  'AdPlacement-v0': plays(5000, { temperature: 0.5, initialValue: 10 }),
};

export const ucb1Presets: Presets = {
  'GaussianBandit-v0': plays(1000),
  'BernoulliBandit-v0': plays(1000, { exploration: 0.5 }),
  'AdPlacement-v0': plays(5000),
};

export const gradientBanditPresets: Presets = {
  'GaussianBandit-v0': plays(1000),
  'BernoulliBandit-v0': plays(1000, { stepSize: 0.4 }),
  'AdPlacement-v0': plays(5000, { stepSize: 0.2 }),
};

export const thompsonPresets: Presets = {
  'GaussianBandit-v0': plays(1000),
  'BernoulliBandit-v0': plays(1000, { belief: 'beta' }),
  'AdPlacement-v0': plays(5000, { belief: 'beta', trials: 10 }),
};

export const linucbPresets: Presets = {
  'LinearBandit-v0': plays(2000),
  'AdPlacement-v0': plays(5000, { exploration: 10 }),
};

export const neuralBanditPresets: Presets = {
  'AdPlacement-v0': plays(10_000),
  'LinearBandit-v0': plays(10_000, { temperature: 0.2 }),
};

/** The listings of Zai & Brown (2020), chapter 2. */
const slotMachines = { env: 'BernoulliBandit-v0', envOptions: { trials: 10 }, totalSteps: 500 };

export const epsilonGreedyNamed: Readonly<Record<string, NamedPreset>> = {
  book: { ...slotMachines, summary: 'Zai & Brown (2020), section 2.2: ε-greedy', config: { epsilon: 0.1 } },
};

export const softmaxNamed: Readonly<Record<string, NamedPreset>> = {
  book: {
    ...slotMachines,
    summary: 'Zai & Brown (2020), section 2.2: softmax',
    config: { temperature: 1.12, initialValue: 1 },
  },
};

export const neuralBanditNamed: Readonly<Record<string, NamedPreset>> = {
  book: {
    summary: 'Zai & Brown (2020), listing 2.1: ads on ten sites',
    env: 'AdPlacement-v0',
    totalSteps: 5000,
    config: { hiddenSizes: [100], learningRate: 1e-2, temperature: 2, outputActivation: 'relu' },
  },
};
