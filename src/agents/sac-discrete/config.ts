// Hyperparameters of discrete SAC (Christodoulou 2019).
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import { type AgentSpec, scheduleSchema } from '../config.js';
import { offPolicyMutable, offPolicyShape } from '../off-policy-config.js';
import { temperatureShape } from '../sac/config.js';

export const sacDiscreteSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...offPolicyShape,
    ...temperatureShape,
    hiddenSizes: z
      .array(z.number().int().positive())
      .default([256, 256])
      .describe(
        'Units of each hidden layer, of the policy and of both critics. Source: Haarnoja et al. (2018).',
      ),
    activation: z
      .enum(['relu', 'tanh'])
      .default('relu')
      .describe('Nonlinearity between layers. Source: Christodoulou (2019).'),
    learningRate: scheduleSchema
      .default(3e-4)
      .describe('Step size of every optimiser (Adam); a number or a schedule. Source: Christodoulou (2019).'),
    batchSize: z
      .number()
      .int()
      .positive()
      .default(64)
      .describe('Transitions per gradient step. Source: Christodoulou (2019).'),
    tau: z
      .number()
      .gt(0)
      .max(1)
      .default(0.005)
      .describe(
        'Share τ of the learnt weights that targets take over at each update. Source: Haarnoja et al. (2018).',
      ),
    targetEntropyRatio: z
      .number()
      .gt(0)
      .max(1)
      .default(0.98)
      .describe(
        "With entCoef 'auto': entropy that α keeps the policy near, as a share of that of equal chances, log |A|. Source: Christodoulou (2019); 0.89 in CleanRL.",
      ),
  }),
);

export const sacDiscreteSpec = {
  id: 'sac-discrete',
  schema: sacDiscreteSchema,
  mutable: [...offPolicyMutable, 'learningRate', 'tau'],
} satisfies AgentSpec;

export type SACDiscreteConfig = z.output<typeof sacDiscreteSchema>;
export type SACDiscreteOptions = z.input<typeof sacDiscreteSchema>;
