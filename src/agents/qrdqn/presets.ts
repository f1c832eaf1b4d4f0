// Tuned settings of QR-DQN, by environment: those of DQN, with as many quantiles as rl-zoo3 takes.
import type { Presets } from '../define.js';
import { dqnPresets } from '../dqn/presets.js';

const cartPole = dqnPresets['CartPole-v1']!;

export const qrdqnPresets: Presets = {
  'CartPole-v1': { ...cartPole, config: { ...cartPole.config, quantiles: 10 } },
};
