// Tuned settings of IQN, by environment: those of DQN with a narrower network, which levels pass many times.
import { adjusted, type Presets } from '../define.js';
import { dqnPresets } from '../dqn/presets.js';

export const iqnPresets: Presets = {
  'CartPole-v1': adjusted(dqnPresets['CartPole-v1']!, { hiddenSizes: [64, 64] }),
};
