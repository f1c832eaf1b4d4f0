// Hyperparameters of lookahead in a learnt model.
import * as z from 'zod';
import { lazily } from '../../../io/lazily.js';
import { type AgentSpec, commonShape, scheduleSchema } from '../../config.js';
import { shareSchedule } from '../../tabular/config.js';

export const lookaheadSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    seed: commonShape.seed,
    gamma: commonShape.gamma.clone(),
    hiddenSizes: commonShape.hiddenSizes.clone(),
    horizon: z.int().positive().max(1000).default(12).describe('Steps it looks ahead in the model.'),
    beamWidth: z
      .int()
      .positive()
      .max(10_000)
      .default(64)
      .describe('States kept at each step ahead: those that promise most. Equal states count once.'),
    epsilon: shareSchedule({ type: 'linear', start: 1, end: 0.05, fraction: 0.3 }).describe(
      'Share of random actions in training, from 0 to 1; a number or a schedule.',
    ),
    learningRate: scheduleSchema.default(1e-3).describe('Step size of Adam; a number or a schedule.'),
    bufferSize: z.int().positive().default(50_000).describe('Transitions the replay memory keeps.'),
    learningStarts: z
      .int()
      .nonnegative()
      .default(200)
      .describe(
        'Steps of random actions before learning begins; they also tell how far states move in a step.',
      ),
    batchSize: z.int().positive().default(64).describe('Transitions per gradient step.'),
    gradientSteps: z.int().positive().max(10_000).default(1).describe('Gradient steps after each step.'),
    maxGradNorm: z.number().positive().default(10).describe('Limit of the gradient norm.'),
    logInterval: z.int().positive().default(10).describe('Episodes between rows of metrics.'),
  }),
);

export const lookaheadSpec = {
  id: 'lookahead',
  schema: lookaheadSchema,
  mutable: ['gamma', 'horizon', 'epsilon', 'learningRate', 'gradientSteps', 'maxGradNorm', 'logInterval'],
} satisfies AgentSpec;

export type LookaheadConfig = z.output<typeof lookaheadSchema>;
export type LookaheadOptions = z.input<typeof lookaheadSchema>;
