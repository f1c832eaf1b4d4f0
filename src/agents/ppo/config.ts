// Hyperparameters of PPO: defaults as in Stable-Baselines3, which follow Schulman et al. (2017).
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import {
  actorCriticShape,
  gaeLambda,
  learningRate,
  rolloutMutable,
  rolloutShape,
} from '../actor-critic-config.js';
import { type AgentSpec, scheduleSchema } from '../config.js';

export const ppoSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...actorCriticShape,
    ...rolloutShape,
    learningRate: learningRate(3e-4),
    adamEps: z
      .number()
      .positive()
      .default(1e-5)
      .describe('ε of Adam. Source: OpenAI Baselines; see Huang et al. 2022, detail 3.'),
    nSteps: z.number().int().positive().default(2048).describe('Steps per sub-environment in a rollout.'),
    batchSize: z.number().int().positive().default(64).describe('Transitions per gradient step.'),
    nEpochs: z.number().int().positive().max(10_000).default(10).describe('Passes over a rollout.'),
    gaeLambda: gaeLambda(0.95),
    clipRange: scheduleSchema
      .default(0.2)
      .describe(
        'ε of the clipped objective: the probability ratio gains nothing outside 1 ± ε; a number or a schedule.',
      ),
    clipRangeVf: scheduleSchema
      .nullable()
      .default(null)
      .describe(
        'Largest change of a value per update, in units of the return; null = unlimited. Source: OpenAI Baselines.',
      ),
    normalizeAdvantage: z
      .boolean()
      .default(true)
      .describe('Scales the advantages of each minibatch to mean 0 and deviation 1.'),
    targetKl: z
      .number()
      .positive()
      .nullable()
      .default(null)
      .describe('Ends the passes over a rollout when KL(old ‖ new) exceeds 1.5 times this; null = never.'),
    logInterval: z.number().int().positive().default(1).describe('Rollouts between rows of metrics.'),
  }),
);

export const ppoMutable = [...rolloutMutable, 'batchSize', 'nEpochs', 'clipRange', 'clipRangeVf', 'targetKl'];

export const ppoSpec: AgentSpec = { id: 'ppo', schema: ppoSchema, mutable: ppoMutable };

export type PPOConfig = z.output<typeof ppoSchema>;
export type PPOOptions = z.input<typeof ppoSchema>;
