// Tuned settings of C51, by environment: those of DQN, with the returns that are possible as support.
import { adjusted, type Presets } from '../define.js';
import { dqnPresets } from '../dqn/presets.js';

const within = (env: string, vMin: number, vMax: number) => adjusted(dqnPresets[env]!, { vMin, vMax });

export const c51Presets: Presets = {
  'CartPole-v1': within('CartPole-v1', 0, 100),
  'FrozenLake-v1': within('FrozenLake-v1', 0, 1),
  'Taxi-v4': within('Taxi-v4', -20, 20),
  'Acrobot-v1': within('Acrobot-v1', -100, 0),
  'MountainCar-v0': within('MountainCar-v0', -100, 0),
};
