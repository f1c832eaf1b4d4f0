// Hyperparameters of REINFORCE.
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import { actorCriticShape, learningRate, rolloutShape } from '../actor-critic-config.js';
import type { AgentSpec } from '../config.js';

export const reinforceSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...actorCriticShape,
    learningRate: learningRate(1e-3),
    maxGradNorm: z
      .number()
      .positive()
      .nullable()
      .default(null)
      .describe('Clips the gradient norm; null = never.'),
    weighting: z
      .enum(['returns', 'book'])
      .default('returns')
      .describe(
        'What weighs log π(a|s): the discounted return from that step on (Williams 1992), or γ^t·(T - t), normalised per episode, which suits rewards of 1 per step (Zai & Brown 2020, chapter 4).',
      ),
    normalizeReturns: z
      .boolean()
      .default(true)
      .describe('Scales the weights of an update to mean 0 and deviation 1. The book weighting always is.'),
    baseline: z
      .boolean()
      .default(false)
      .describe(
        'Subtracts a learned state value from the return (Williams 1992; Sutton & Barto 2018, section 13.4).',
      ),
    vfCoef: rolloutShape.vfCoef,
    episodesPerUpdate: z.number().int().positive().default(1).describe('Episodes per gradient step.'),
    lossReduction: z
      .enum(['sum', 'mean'])
      .default('sum')
      .describe('Whether a long episode weighs more than a short one (sum) or not (mean).'),
    logInterval: z.number().int().positive().default(10).describe('Updates between rows of metrics.'),
  }),
);

export const reinforceSpec = {
  id: 'reinforce',
  schema: reinforceSchema,
  mutable: [
    ...['learningRate', 'gamma', 'entCoef', 'vfCoef', 'maxGradNorm', 'normalizeReturns'],
    ...['episodesPerUpdate', 'lossReduction', 'logInterval'],
  ],
} satisfies AgentSpec;

export type ReinforceConfig = z.output<typeof reinforceSchema>;
export type ReinforceOptions = z.input<typeof reinforceSchema>;

/**
 * The listing of Zai & Brown, "Deep Reinforcement Learning in Action" (2020), chapter 4, for CartPole: one hidden layer
 * of 150 units, book weighting, one Adam step per episode.
 */
export const bookPreset = {
  gamma: 0.99,
  hiddenSizes: [150],
  activation: 'leakyRelu',
  orthoInit: false,
  learningRate: 9e-4,
  weighting: 'book',
} as const satisfies ReinforceOptions;
