// Tuned settings of IQN, by environment: those of DQN with a narrower network, which levels pass many times.
import type { Presets } from '../define.js';
import { dqnPresets } from '../dqn/presets.js';

const cartPole = dqnPresets['CartPole-v1']!;

export const iqnPresets: Presets = {
  'CartPole-v1': { ...cartPole, config: { ...cartPole.config, hiddenSizes: [64, 64] } },
};
