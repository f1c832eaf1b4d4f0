// Tuned settings of QR-DQN, by environment: those of DQN, with as many quantiles as rl-zoo3 takes.
import { adjusted, type Presets } from '../define.js';
import { dqnPresets } from '../dqn/presets.js';

const withQuantiles = (env: string, quantiles: number) => adjusted(dqnPresets[env]!, { quantiles });

export const qrdqnPresets: Presets = {
  'CartPole-v1': withQuantiles('CartPole-v1', 10),
  'FrozenLake-v1': withQuantiles('FrozenLake-v1', 25),
  'Taxi-v4': withQuantiles('Taxi-v4', 25),
  'Acrobot-v1': withQuantiles('Acrobot-v1', 25),
  'MountainCar-v0': withQuantiles('MountainCar-v0', 25),
};
