// Hyperparameters of A2C: defaults as in Stable-Baselines3, which follow Mnih et al. (2016) and OpenAI Baselines.
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import {
  actorCriticShape,
  gaeLambda,
  learningRate,
  rolloutMutable,
  rolloutShape,
} from '../actor-critic-config.js';
import type { AgentSpec } from '../config.js';

export const a2cSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...actorCriticShape,
    ...rolloutShape,
    learningRate: learningRate(7e-4),
    optimizer: z
      .enum(['rmsprop', 'adam'])
      .default('rmsprop')
      .describe('Optimiser. Source: Mnih et al. 2016, section 4.'),
    optimizerEps: z
      .number()
      .positive()
      .default(1e-5)
      .describe('ε of the optimiser. Source: OpenAI Baselines.'),
    rmspropAlpha: z
      .number()
      .min(0)
      .lt(1)
      .default(0.99)
      .describe('Smoothing of RMSprop. Source: Mnih et al. 2016.'),
    nSteps: z
      .number()
      .int()
      .positive()
      .default(5)
      .describe('Steps per sub-environment between updates. Source: Mnih et al. 2016.'),
    gaeLambda: gaeLambda(1),
    normalizeAdvantage: z
      .boolean()
      .default(false)
      .describe('Scales the advantages of a rollout to mean 0 and deviation 1.'),
    logInterval: z.number().int().positive().default(100).describe('Rollouts between rows of metrics.'),
  }),
);

export const a2cSpec = { id: 'a2c', schema: a2cSchema, mutable: rolloutMutable } satisfies AgentSpec;

export type A2CConfig = z.output<typeof a2cSchema>;
export type A2COptions = z.input<typeof a2cSchema>;
