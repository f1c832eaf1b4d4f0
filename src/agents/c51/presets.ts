// Tuned settings of C51, by environment: those of DQN, with the returns that are possible as support.
import { adjusted, type Presets } from '../define.js';
import { dqnPresets } from '../dqn/presets.js';

const within = (env: string, vMin: number, vMax: number, settings: Record<string, unknown> = {}) =>
  adjusted(dqnPresets[env]!, { vMin, vMax, ...settings });

export const c51Presets: Presets = {
  'CartPole-v1': within('CartPole-v1', 0, 100),
  'FrozenLake-v1': within('FrozenLake-v1', 0, 1),
  'Taxi-v4': within('Taxi-v4', -20, 20),
  // Narrower layers do as well and take a third of the time.
  'Acrobot-v1': within('Acrobot-v1', -100, 0, { hiddenSizes: [128, 128] }),
  'MountainCar-v0': within('MountainCar-v0', -100, 0),
};
