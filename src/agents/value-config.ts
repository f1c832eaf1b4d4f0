// Hyperparameters of everything that learns action values from replay with ε-greedy exploration.
import * as z from 'zod';
import { lazily } from '../io/lazily.js';
import { scheduleSchema } from './config.js';
import { offPolicyMutable, offPolicyShape } from './off-policy-config.js';

export const valueShape = /* @__PURE__ */ lazily(() => ({
  ...offPolicyShape,
  activation: z
    .enum(['relu', 'tanh'])
    .default('relu')
    .describe('Nonlinearity between layers. Source: Mnih et al. (2015).'),
  learningRate: scheduleSchema
    .default(1e-4)
    .describe('Step size of the optimiser; a number or a schedule. Source: Stable-Baselines3.'),
  optimizer: z
    .enum(['adam', 'adamw', 'rmsprop', 'sgd'])
    .default('adam')
    .describe('Optimiser; Mnih et al. (2015) use RMSprop. Source: Stable-Baselines3.'),
  targetUpdateInterval: z
    .number()
    .int()
    .positive()
    .default(10_000)
    .describe('Environment steps C between target network updates. Source: Mnih et al. (2015).'),
  targetUpdateUnit: z
    .enum(['step', 'update', 'episode'])
    .default('step')
    .describe(
      'What targetUpdateInterval counts: environment steps, gradient steps, or episodes. Source: as courses do.',
    ),
  tau: z
    .number()
    .gt(0)
    .max(1)
    .default(1)
    .describe('Polyak factor of the target update; 1 copies. Source: Lillicrap et al. (2016), Algorithm 1.'),
  terminalReward: z
    .number()
    .nullable()
    .default(null)
    .describe('Reward learnt from in place of the one with which the task ended; null = that one.'),
  bootstrapTerminal: z
    .boolean()
    .default(false)
    .describe('Bootstraps from states that ended the task too: a common mistake, kept to compare with.'),
  maxGradNorm: z
    .number()
    .positive()
    .default(10)
    .describe('Limit of the gradient norm. Source: Stable-Baselines3.'),
  explorationSchedule: z
    .enum(['linear', 'exponential'])
    .default('linear')
    .describe('How ε falls. Source: Mnih et al. (2015).'),
  explorationUnit: z.enum(['step', 'episode']).default('step').describe('What moves ε on.'),
  explorationInitialEps: z
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('ε at the start. Source: Mnih et al. (2015).'),
  explorationFinalEps: z
    .number()
    .min(0)
    .max(1)
    .default(0.05)
    .describe('ε at the end. Source: Stable-Baselines3.'),
  explorationFraction: z
    .number()
    .gt(0)
    .max(1)
    .default(0.1)
    .describe('Linear, per step: share of the training over which ε falls. Source: Stable-Baselines3.'),
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
  dueling: z
    .boolean()
    .default(false)
    .describe(
      'Streams of their own for the value of a state and the advantages of actions, each with the last of hiddenSizes; Q = V + A - mean A. Source: Wang et al. (2016).',
    ),
  noisy: z
    .boolean()
    .default(false)
    .describe(
      'Layers with learnt, factorised noise explore instead of ε; evaluation takes the means. Source: Fortunato et al. (2018).',
    ),
  noisySigma: z
    .number()
    .positive()
    .default(0.5)
    .describe('σ₀ of noisy layers at the start. Source: Fortunato et al. (2018), section 3.2.'),
}));

/** Those of learners whose target is the value of the best next action. */
export const qLearningShape = /* @__PURE__ */ lazily(() => ({
  ...valueShape,
  doubleQ: z
    .boolean()
    .default(false)
    .describe(
      "Double Q-learning: the online network picks the action on s', the target network values it (van Hasselt et al. 2016).",
    ),
}));

/** Those of them that may change during training. */
export const valueMutable: readonly string[] = [
  ...offPolicyMutable,
  ...[
    'learningRate',
    'targetUpdateInterval',
    'targetUpdateUnit',
    'tau',
    'maxGradNorm',
    'explorationSchedule',
  ],
  ...['explorationInitialEps', 'explorationFinalEps', 'explorationFraction', 'explorationEpisodes'],
  'explorationDecay',
];

/** The same of `qLearningShape`. */
export const qLearningMutable: readonly string[] = [...valueMutable, 'doubleQ'];
