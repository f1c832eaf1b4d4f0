// Hyperparameters of A3C, and the settings of the book that the algorithm is taught with.
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import { actorCriticShape, rolloutShape } from '../actor-critic-config.js';
import { type AgentSpec, commonShape, scheduleSchema } from '../config.js';
import { featuresSchema } from '../features/extractor.js';

export const a3cSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...commonShape,
    features: featuresSchema.clone(),
    mode: z
      .enum(['inline', 'async', 'sync'])
      .default('inline')
      .describe(
        'inline: the workers take turns in one thread, bit for bit repeatable; async: a thread per worker updates shared weights without locks (Mnih et al. 2016); sync: one update with the mean gradient of all workers.',
      ),
    workers: z
      .number()
      .int()
      .positive()
      .max(2 ** 16)
      .default(7)
      .describe(
        'Workers when the environment is given by its id; a vector environment brings its own number. Source: Zai & Brown 2020, listing 5.6.',
      ),
    imports: z
      .array(z.string())
      .default([])
      .describe('Modules that register your environments, loaded by every thread of mode async.'),
    nSteps: z
      .number()
      .int()
      .positive()
      .nullable()
      .default(20)
      .describe(
        'Steps of a worker between its updates, fewer where an episode ends; null = whole episodes (Monte Carlo). Source: Mnih et al. 2016 use 5 and 20.',
      ),
    bootstrap: z
      .enum(['next', 'book', 'none'])
      .default('next')
      .describe(
        'Return after the last step: V of the state that follows, unless it is terminal; V of the last state visited, also when the episode ended after it (listing 5.9); or 0.',
      ),
    returnNorm: z
      .enum(['none', 'scale', 'l2'])
      .default('scale')
      .describe(
        'Rewards as they are, times returnScale, or the returns of each update scaled to length 1 (listing 5.8).',
      ),
    returnScale: z.number().positive().default(0.05).describe('Factor of the rewards with returnNorm scale.'),
    terminalReward: z
      .number()
      .nullable()
      .default(null)
      .describe(
        'Replaces the reward of the step that terminates an episode; null keeps it. The book has -10.',
      ),
    penalizeTruncation: z
      .boolean()
      .default(false)
      .describe('terminalReward also where a time limit cuts the episode, as in the book.'),
    hiddenSizes: commonShape.hiddenSizes
      .default([25, 50])
      .describe('Units of each layer that actor and critic share. Source: listing 5.4.'),
    criticHiddenSizes: z
      .array(z.number().int().positive())
      .default([25])
      .describe('Units of each layer of the critic on top of the shared ones. Source: listing 5.4.'),
    activation: actorCriticShape.activation
      .default('relu')
      .describe('Nonlinearity between layers. Source: listing 5.4.'),
    stateNorm: z
      .enum(['l2', 'none'])
      .default('l2')
      .describe('l2: every state is scaled to length 1, its magnitude lost. Source: listing 5.4.'),
    detachCritic: z
      .boolean()
      .default(true)
      .describe('The critic learns from the shared layers without changing them. Source: listing 5.4.'),
    valueActivation: z
      .enum(['none', 'tanh'])
      .default('none')
      .describe('tanh keeps values in (-1, 1), as listing 5.4 does.'),
    learningRate: scheduleSchema
      .default({ type: 'linear', start: 3e-3, end: 0 })
      .describe('Step size of Adam, of which every worker has its own; a number or a schedule.'),
    vfCoef: rolloutShape.vfCoef,
    entCoef: actorCriticShape.entCoef
      .default(0.001)
      .describe('Weight of the entropy bonus in the loss. Source: Mnih et al. 2016.'),
    maxGradNorm: z
      .number()
      .positive()
      .nullable()
      .default(null)
      .describe('Clips the gradient norm of each update; null = never.'),
    logInterval: z.number().int().positive().default(100).describe('Updates between rows of metrics.'),
  }),
);

export const a3cSpec = {
  id: 'a3c',
  schema: a3cSchema,
  mutable: [
    ...['learningRate', 'gamma', 'entCoef', 'vfCoef', 'maxGradNorm', 'returnScale', 'terminalReward'],
    ...['penalizeTruncation', 'logInterval'],
  ],
  perEnv: ['workers'],
} satisfies AgentSpec;

export type A3CConfig = z.output<typeof a3cSchema>;
export type A3COptions = z.input<typeof a3cSchema>;

/**
 * Chapter 5 of Zai & Brown, "Deep Reinforcement Learning in Action" (2020), as printed, for CartPole: distributed
 * advantage actor-critic with seven workers and N-step returns (listing 5.9). `nSteps: null` gives the Monte Carlo version (listing 5.7).
 */
export const bookPreset = {
  nSteps: 10,
  bootstrap: 'book',
  returnNorm: 'l2',
  terminalReward: -10,
  penalizeTruncation: true,
  gamma: 0.95,
  learningRate: 1e-4,
  vfCoef: 0.1,
  entCoef: 0,
  valueActivation: 'tanh',
} as const satisfies A3COptions;
