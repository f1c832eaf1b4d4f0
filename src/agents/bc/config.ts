// Hyperparameters of behaviour cloning.
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import { type AgentSpec, commonShape, scheduleSchema } from '../config.js';
import { offPolicyShape } from '../off-policy-config.js';
import { valueShape } from '../value-config.js';

export const bcSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    seed: commonShape.seed,
    features: offPolicyShape.features,
    normalizeObservations: offPolicyShape.normalizeObservations,
    hiddenSizes: commonShape.hiddenSizes,
    activation: valueShape.activation,
    learningRate: scheduleSchema
      .default(1e-3)
      .describe(
        'Step size of the optimiser; a number or a schedule. Source: the BC of the library imitation.',
      ),
    optimizer: valueShape.optimizer,
    batchSize: z
      .int()
      .positive()
      .default(32)
      .describe('Transitions per gradient step. Source: the BC of the library imitation.'),
    maxGradNorm: valueShape.maxGradNorm,
    logInterval: z
      .int()
      .positive()
      .default(4)
      .describe('Hundreds of gradient steps between rows of metrics.'),
  }),
);

export const bcSpec = {
  id: 'bc',
  schema: bcSchema,
  mutable: ['learningRate', 'maxGradNorm', 'logInterval'],
} satisfies AgentSpec;

export type BCConfig = z.output<typeof bcSchema>;
export type BCOptions = z.input<typeof bcSchema>;
