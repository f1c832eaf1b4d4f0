// Hyperparameters of DQN: defaults as in Stable-Baselines3, which follow Mnih et al. (2015).
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import type { AgentSpec } from '../config.js';
import { qLearningMutable, qLearningShape } from '../value-config.js';

export const dqnSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...qLearningShape,
    loss: z
      .enum(['huber', 'mse'])
      .default('huber')
      .describe('Loss on the TD error; huber = error clipped to ±1 (Mnih et al. 2015).'),
  }),
);

export const dqnSpec = {
  id: 'dqn',
  schema: dqnSchema,
  mutable: [...qLearningMutable, 'loss'],
} satisfies AgentSpec;

export type DQNConfig = z.output<typeof dqnSchema>;
export type DQNOptions = z.input<typeof dqnSchema>;
