// Hyperparameters of CrossQ: those of SAC but for targets, with the defaults of Bhatt et al. (2024) as sb3-contrib has them.
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import { type AgentSpec, scheduleSchema } from '../config.js';
import { sacMutable, sacShape } from '../sac/config.js';

const TARGETS = ['tau', 'targetUpdateInterval'];

export const crossqSchema = /* @__PURE__ */ lazily(() => {
  const { tau: _, targetUpdateInterval: __, criticActionLayer: ___, ...shape } = sacShape;
  return z.strictObject({
    ...shape,
    hiddenSizes: z
      .array(z.number().int().positive())
      .default([256, 256])
      .describe('Units of each hidden layer of the policy. Source: Bhatt et al. (2024).'),
    criticHiddenSizes: z
      .array(z.number().int().positive())
      .default([1024, 1024])
      .describe(
        'Units of each hidden layer of each critic. Source: sb3-contrib; 2048 in Bhatt et al. (2024).',
      ),
    learningRate: scheduleSchema
      .default(1e-3)
      .describe(
        'Step size of every optimiser (Adam, β₁ = 0.5); a number or a schedule. Source: Bhatt et al. (2024).',
      ),
    batchSize: z
      .number()
      .int()
      .min(2)
      .default(256)
      .describe('Transitions per gradient step; one alone has no deviation. Source: Bhatt et al. (2024).'),
    policyDelay: z
      .number()
      .int()
      .positive()
      .default(3)
      .describe('Critic steps for one step of the policy and the temperature. Source: Bhatt et al. (2024).'),
    normMomentum: z
      .number()
      .gt(0)
      .max(1)
      .default(0.01)
      .describe(
        'Share of a new batch in the running moments of the normalisation. Source: Bhatt et al. (2024).',
      ),
    renormWarmup: z
      .number()
      .int()
      .nonnegative()
      .default(100_000)
      .describe(
        'Gradient steps with batch normalisation, before running moments count too (batch renormalisation, Ioffe 2017). Source: sb3-contrib.',
      ),
  });
});

export const crossqSpec = {
  id: 'crossq',
  schema: crossqSchema,
  mutable: [...sacMutable.filter((key) => !TARGETS.includes(key)), 'policyDelay'],
} satisfies AgentSpec;

export type CrossQConfig = z.output<typeof crossqSchema>;
export type CrossQOptions = z.input<typeof crossqSchema>;
