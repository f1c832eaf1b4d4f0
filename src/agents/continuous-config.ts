// Hyperparameters of everything that learns continuous actions from a replay memory.
import * as z from 'zod';
import { lazily } from '../io/lazily.js';
import { scheduleSchema } from './config.js';
import { offPolicyMutable, offPolicyShape } from './off-policy-config.js';

export const continuousShape = /* @__PURE__ */ lazily(() => ({
  ...offPolicyShape,
  hiddenSizes: z
    .array(z.number().int().positive())
    .default([256, 256])
    .describe(
      'Units of each hidden layer, of the policy and of each critic. Source: Haarnoja et al. (2018).',
    ),
  activation: z
    .enum(['relu', 'tanh'])
    .default('relu')
    .describe('Nonlinearity between layers. Source: Lillicrap et al. (2016).'),
  shareFeatures: z
    .boolean()
    .default(false)
    .describe(
      'Policy and critics read states through the same extractor, which the policy trains. Source: Stable-Baselines3 share_features_extractor.',
    ),
  learningRate: scheduleSchema
    .default(3e-4)
    .describe('Step size of every optimiser (Adam); a number or a schedule. Source: Stable-Baselines3.'),
  criticLearningRate: scheduleSchema
    .nullable()
    .default(null)
    .describe(
      'Step size of the critics alone, where it differs from that of the policy; null = learningRate. Source: Lillicrap et al. (2016), section 7; q_lr in CleanRL and Spinning Up.',
    ),
  maxGradNorm: z
    .number()
    .positive()
    .nullable()
    .default(null)
    .describe(
      'Limit of the gradient norm, of the policy and of the critics each; null = none, as in Stable-Baselines3.',
    ),
  criticActionLayer: z
    .number()
    .int()
    .nonnegative()
    .default(0)
    .describe(
      'Hidden layers of a critic that see the state alone, before the action joins; 0 = both enter together. Source: Lillicrap et al. (2016), section 7, has 1.',
    ),
  batchSize: z
    .number()
    .int()
    .positive()
    .default(256)
    .describe('Transitions per gradient step. Source: Haarnoja et al. (2018).'),
  trainFreq: z
    .number()
    .int()
    .positive()
    .default(1)
    .describe('Steps (per sub-environment) between updates. Source: Stable-Baselines3.'),
  tau: z
    .number()
    .gt(0)
    .max(1)
    .default(0.005)
    .describe(
      'Share τ of the learnt weights that target networks take over at each of their updates; 1 copies. Source: Fujimoto et al. (2018).',
    ),
  targetUpdateInterval: z
    .number()
    .int()
    .positive()
    .default(1)
    .describe(
      'Steps of the policy between updates of the target networks; with tau 1 they are copies that stay still in between. Source: Stable-Baselines3.',
    ),
  actionNoise: z
    .enum(['none', 'normal', 'ornstein-uhlenbeck'])
    .default('none')
    .describe(
      'Noise added to actions while training, in units of [-1, 1]: independent draws (Fujimoto et al. 2018), or a process that keeps its direction for a while (Lillicrap et al. 2016).',
    ),
  noiseSigma: scheduleSchema
    .default(0.1)
    .describe('Deviation σ of the action noise; a number, or a schedule that lets it fall.'),
  noiseTheta: z
    .number()
    .min(0)
    .max(1)
    .default(0.15)
    .describe('Ornstein-Uhlenbeck: how fast the noise returns to 0. Source: Lillicrap et al. (2016).'),
  noiseDt: z
    .number()
    .gt(0)
    .max(1)
    .default(0.01)
    .describe('Ornstein-Uhlenbeck: length of a step in time. Source: Stable-Baselines3.'),
}));

/** Those of them that may change during training. */
export const continuousMutable: readonly string[] = [
  ...offPolicyMutable,
  ...['learningRate', 'criticLearningRate', 'maxGradNorm', 'tau', 'targetUpdateInterval', 'noiseSigma'],
];
