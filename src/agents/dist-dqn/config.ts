// Hyperparameters of the book's Dist-DQN (Zai & Brown 2020, chapter 7): those of C51 that it has, and its own.
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import { c51Schema, c51Spec } from '../c51/config.js';
import type { AgentSpec } from '../config.js';

/** It sums no rewards, looks for no best next action, and has a network of its own. */
const OTHERS = {
  nSteps: true,
  hindsight: true,
  nSampledGoal: true,
  doubleQ: true,
  bootstrapTerminal: true,
  activation: true,
  dueling: true,
  noisy: true,
  noisySigma: true,
} as const;

export const distDqnSchema = /* @__PURE__ */ lazily(() => {
  const { shape } = c51Schema.omit(OTHERS);
  return z.strictObject({
    ...shape,
    gamma: z
      .number()
      .min(0)
      .max(1)
      .default(0.8)
      .describe(
        'Share of its probability that each atom hands on towards a step reward (update_dist); the book calls it γ, though nothing is discounted. Source: Zai & Brown (2020), listing 7.2.',
      ),
    hiddenSizes: shape.hiddenSizes
      .default([100, 25])
      .describe('Units of each hidden layer. Source: Zai & Brown (2020), listing 7.6.'),
    stepReward: z
      .number()
      .default(-1)
      .describe(
        'Reward of a step that decides nothing; every other one is taken for the whole return. Source: Zai & Brown (2020), listing 7.7.',
      ),
    extraCopies: z
      .number()
      .int()
      .nonnegative()
      .max(1000)
      .default(0)
      .describe(
        'How many times more the replay memory stores a step that decides. Source: Zai & Brown (2020), listing 7.14.',
      ),
    momentum: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe(
        "With optimizer 'sgd': share of earlier gradients that each step takes again; 1 = gradients are never zeroed, as the book's are.",
      ),
  });
});

export const distDqnSpec = {
  id: 'dist-dqn',
  schema: distDqnSchema,
  mutable: c51Spec.mutable.filter((key) => key !== 'doubleQ'),
} satisfies AgentSpec;

export type DistDQNConfig = z.output<typeof distDqnSchema>;
export type DistDQNOptions = z.input<typeof distDqnSchema>;
