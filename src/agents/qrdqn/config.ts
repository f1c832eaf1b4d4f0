// Hyperparameters of QR-DQN: those of DQN and of its quantiles; defaults as in Dabney et al. (2018a).
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import type { AgentSpec } from '../config.js';
import { riskShape } from '../risk.js';
import { qLearningMutable, qLearningShape } from '../value-config.js';

export const qrdqnSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...qLearningShape,
    ...riskShape,
    quantiles: z
      .number()
      .int()
      .positive()
      .max(1000)
      .default(200)
      .describe('Quantiles of the return per action. Source: Dabney et al. (2018a).'),
    kappa: z
      .number()
      .positive()
      .default(1)
      .describe(
        'κ: errors up to this are squared, beyond it linear. Source: Dabney et al. (2018a), equation 10.',
      ),
  }),
);

export const qrdqnSpec = {
  id: 'qrdqn',
  schema: qrdqnSchema,
  mutable: [...qLearningMutable, 'risk', 'kappa'],
} satisfies AgentSpec;

export type QRDQNConfig = z.output<typeof qrdqnSchema>;
export type QRDQNOptions = z.input<typeof qrdqnSchema>;
