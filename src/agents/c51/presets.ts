// Tuned settings of C51, by environment: those of DQN, with the returns that are possible as support.
import type { Presets } from '../define.js';
import { dqnPresets } from '../dqn/presets.js';

const cartPole = dqnPresets['CartPole-v1']!;

export const c51Presets: Presets = {
  'CartPole-v1': { ...cartPole, config: { ...cartPole.config, vMin: 0, vMax: 100 } },
};
