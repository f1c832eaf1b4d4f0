// Tuned settings of learners with tables and of planners, by environment. The defaults do almost everywhere.
import type { Preset, Presets } from '../define.js';

const steps = (totalSteps: number, config: Record<string, unknown> = {}): Preset => ({ totalSteps, config });

const grids: Presets = { 'Gridworld-v0': steps(20_000), 'GridworldPlayer-v0': steps(20_000) };

export const qLearningPresets: Presets = {
  ...grids,
  'FrozenLake-v1': steps(100_000),
  'FrozenLake8x8-v1': steps(500_000, { gamma: 0.999 }),
  'CliffWalking-v1': steps(30_000),
  'Taxi-v4': steps(100_000),
};

export const doubleQLearningPresets: Presets = {
  ...grids,
  'FrozenLake-v1': steps(200_000),
  'Taxi-v4': steps(200_000),
};

/** On-policy: on the cliff the path along the edge is the best one, and not the one that they learn. */
export const sarsaPresets: Presets = {
  ...grids,
  'FrozenLake-v1': steps(100_000),
  'CliffWalking-v1': steps(100_000),
  'Taxi-v4': steps(100_000),
};

export const monteCarloPresets: Presets = {
  ...grids,
  'FrozenLake-v1': steps(100_000),
  'Taxi-v4': steps(300_000, { epsilon: 'linear:0.5:0.02' }),
  'Blackjack-v1': steps(500_000, { gamma: 1, learningRate: 1, visitDecay: 0.8, epsilon: 0.1 }),
};

/** A step is a sweep. */
export const planningPresets: Presets = {
  'FrozenLake-v1': steps(10_000),
  'FrozenLake8x8-v1': steps(10_000, { gamma: 0.999 }),
  'CliffWalking-v1': steps(10_000),
  'Taxi-v4': steps(10_000),
  'Gridworld-v0': steps(10_000),
  'GridworldPlayer-v0': steps(10_000),
};
