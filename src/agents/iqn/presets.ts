// Tuned settings of IQN, by environment: those of DQN.
import type { Presets } from '../define.js';
import { dqnPresets } from '../dqn/presets.js';

export const iqnPresets: Presets = { 'CartPole-v1': dqnPresets['CartPole-v1']! };
