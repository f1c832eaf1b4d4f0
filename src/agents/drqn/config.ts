// Hyperparameters of recurrent DQN: those of DQN and of its memory and sequences (Kapturowski et al. 2019).
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import type { AgentSpec } from '../config.js';
import { recurrentShape } from '../recurrent-config.js';
import { qLearningMutable, qLearningShape } from '../value-config.js';

export const drqnSchema = /* @__PURE__ */ lazily(() => {
  // What other samplers and layers read.
  const { nSteps, prioritized, priorityAlpha, priorityBeta, ...rest } = qLearningShape;
  const { hindsight, nSampledGoal, noisy, noisySigma, ...shape } = rest;
  return z.strictObject({
    ...shape,
    doubleQ: shape.doubleQ.default(true),
    batchSize: shape.batchSize.describe('Sequences per gradient step.'),
    cell: recurrentShape.cell,
    memorySize: recurrentShape.memorySize
      .default(64)
      .describe('Hidden units of the memory; R2D2 has 512. Source: chosen for small worlds.'),
    sequenceLength: z
      .number()
      .int()
      .positive()
      .max(1000)
      .default(16)
      .describe('Steps of a sequence that are learnt from; R2D2 has 40. Source: chosen for small worlds.'),
    burnIn: z
      .number()
      .int()
      .min(0)
      .max(1000)
      .default(4)
      .describe(
        'Steps before them, from which the stored state is brought up to date without gradient; R2D2 has 40. Source: chosen for small worlds.',
      ),
    valueRescaling: z
      .boolean()
      .default(false)
      .describe(
        'Learns h(Q) for h(x) = sgn(x)·(√(|x| + 1) - 1) + x/1000: for returns of very different size. Source: Pohlen et al. (2018).',
      ),
  });
});

export const drqnSpec = {
  id: 'drqn',
  schema: drqnSchema,
  mutable: qLearningMutable,
} satisfies AgentSpec;

export type DRQNConfig = z.output<typeof drqnSchema>;
export type DRQNOptions = z.input<typeof drqnSchema>;
