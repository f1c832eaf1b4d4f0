// Hyperparameters of everything that trains a policy by its gradient.
import * as z from 'zod';
import { lazily } from '../io/lazily.js';
import { commonShape, scheduleSchema } from './config.js';
import { featuresSchema } from './features/extractor.js';
import { intrinsicSchema } from './intrinsic/definition.js';

/** Fields whose default differs between algorithms. */
export const learningRate = (value: number) =>
  scheduleSchema
    .default(value)
    .describe('Step size of the optimiser; a number or a schedule such as "linear:1e-3:0".');
export const gaeLambda = (value: number) =>
  z
    .number()
    .min(0)
    .max(1)
    .default(value)
    .describe('λ of generalised advantage estimation; 1 = n-step returns (Schulman et al. 2016).');

const sizes = () => commonShape.hiddenSizes.unwrap();

export const actorCriticShape = /* @__PURE__ */ lazily(() => ({
  ...commonShape,
  features: featuresSchema.clone(),
  shareFeatures: z
    .boolean()
    .default(true)
    .describe(
      'Whether policy and value read observations through the same extractor. Source: Stable-Baselines3.',
    ),
  hiddenSizes: z
    .union([sizes(), z.strictObject({ policy: sizes(), value: sizes() })], {
      error: 'a list of units such as [64, 64], or {"policy": […], "value": […]}',
    })
    .default([64, 64])
    .describe(
      'Units of each hidden layer, of policy and value alike or {"policy": […], "value": […]}. Source: Stable-Baselines3 MlpPolicy.',
    ),
  activation: z
    .enum(['tanh', 'relu', 'leakyRelu'])
    .default('tanh')
    .describe('Nonlinearity between layers. Source: Stable-Baselines3 ActorCriticPolicy.'),
  orthoInit: z
    .boolean()
    .default(true)
    .describe(
      'Orthogonal initial weights (√2 hidden, 0.01 policy, 1 value) instead of uniform ones. Source: Engstrom et al. 2020.',
    ),
  normalizeObservations: z
    .boolean()
    .default(false)
    .describe(
      'Scales network inputs to running mean 0 and deviation 1, within ±10; the statistics are saved with the weights. Source: Stable-Baselines3 VecNormalize.',
    ),
  entCoef: z
    .number()
    .min(0)
    .default(0)
    .describe('Weight of the entropy bonus in the loss. Source: Mnih et al. 2016.'),
  maxGradNorm: z
    .number()
    .positive()
    .default(0.5)
    .describe('Clips the gradient norm. Source: Stable-Baselines3.'),
  actionStd: z
    .enum(['parameter', 'network', 'sde'])
    .default('parameter')
    .describe(
      'Deviation of continuous actions: one parameter per action, an output of the network, or generalised state-dependent exploration (Raffin et al. 2021).',
    ),
  logStdInit: z
    .number()
    .default(0)
    .describe('Logarithm of the deviation of continuous actions at the start.'),
  squashActions: z
    .boolean()
    .default(false)
    .describe(
      'Fits continuous actions into their bounds by tanh (Haarnoja et al. 2018) instead of clipping.',
    ),
}));

/** What learners with a rollout buffer and a critic add. */
export const rolloutShape = /* @__PURE__ */ lazily(() => ({
  sdeSampleFreq: z
    .number()
    .int()
    .min(-1)
    .default(-1)
    .describe('With actionStd sde: steps between new noise matrices; -1 = once per rollout.'),
  normalizeRewards: z
    .boolean()
    .default(false)
    .describe(
      'Divides rewards by the running deviation of the discounted return while training. Source: VecNormalize.',
    ),
  intrinsic: intrinsicSchema.clone(),
  vfCoef: z.number().min(0).default(0.5).describe('Weight of the value loss. Source: Mnih et al. 2016.'),
  sharedNetwork: z.boolean().default(false).describe('Policy and value share their hidden layers.'),
}));

/** Hyperparameters of theirs that may change during training. */
export const rolloutMutable: readonly string[] = [
  ...['learningRate', 'gamma', 'gaeLambda', 'entCoef', 'vfCoef', 'maxGradNorm', 'sdeSampleFreq'],
  ...['normalizeAdvantage', 'logInterval'],
];
