// Hyperparameters of DQN: defaults as in Stable-Baselines3, which follow Mnih et al. (2015).
import { z } from 'zod';
import { commonShape, scheduleSchema } from '../config.js';

export const dqnSchema = z.strictObject({
  ...commonShape,
  activation: z.enum(['relu', 'tanh']).default('relu').describe('Nonlinearity between layers.'),
  learningRate: scheduleSchema.default(1e-4).describe('Step size of the optimiser; a number or a schedule.'),
  optimizer: z.enum(['adam', 'adamw', 'rmsprop', 'sgd']).default('adam').describe('Optimiser.'),
  bufferSize: z.number().int().positive().default(1_000_000).describe('Transitions the replay buffer keeps.'),
  learningStarts: z
    .number()
    .int()
    .nonnegative()
    .default(100)
    .describe('Steps of random actions before learning begins.'),
  batchSize: z.number().int().positive().default(32).describe('Transitions per gradient step.'),
  trainFreq: z.number().int().positive().default(4).describe('Steps (per sub-environment) between updates.'),
  gradientSteps: z
    .number()
    .int()
    .min(-1)
    .default(1)
    .describe('Gradient steps per update; -1 = as many as environment steps since the last one.'),
  targetUpdateInterval: z
    .number()
    .int()
    .positive()
    .default(10_000)
    .describe('Environment steps C between target network updates.'),
  tau: z
    .number()
    .gt(0)
    .max(1)
    .default(1)
    .describe('Polyak factor of the target update; 1 copies (hard update).'),
  doubleQ: z
    .boolean()
    .default(false)
    .describe(
      "Double DQN: the online network picks the action on s', the target network values it (van Hasselt et al. 2016).",
    ),
  loss: z
    .enum(['huber', 'mse'])
    .default('huber')
    .describe('Loss on the TD error; huber = error clipped to ±1 (Mnih et al. 2015).'),
  maxGradNorm: z.number().positive().default(10).describe('Clips the gradient norm.'),
  explorationSchedule: z.enum(['linear', 'exponential']).default('linear').describe('How ε falls.'),
  explorationUnit: z.enum(['step', 'episode']).default('step').describe('What moves ε on.'),
  explorationInitialEps: z.number().min(0).max(1).default(1).describe('ε at the start.'),
  explorationFinalEps: z.number().min(0).max(1).default(0.05).describe('ε at the end.'),
  explorationFraction: z
    .number()
    .gt(0)
    .max(1)
    .default(0.1)
    .describe('Linear, per step: share of the training over which ε falls.'),
  explorationEpisodes: z
    .number()
    .int()
    .positive()
    .default(100)
    .describe('Linear, per episode: episodes over which ε falls.'),
  explorationDecay: z
    .number()
    .gt(0)
    .max(1)
    .default(0.995)
    .describe('Exponential: factor of ε per step or episode.'),
  logInterval: z.number().int().positive().default(4).describe('Episodes between rows of metrics.'),
});

export type DQNConfig = z.output<typeof dqnSchema>;
export type DQNOptions = z.input<typeof dqnSchema>;
