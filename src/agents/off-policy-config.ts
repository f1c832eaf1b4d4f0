// Hyperparameters of everything that learns from a replay memory.
import * as z from 'zod';
import { lazily } from '../io/lazily.js';
import { commonShape, scheduleSchema } from './config.js';
import { featuresSchema } from './features/extractor.js';
import { intrinsicSchema } from './intrinsic/definition.js';

export const offPolicyShape = /* @__PURE__ */ lazily(() => ({
  ...commonShape,
  features: featuresSchema.clone(),
  normalizeObservations: z
    .boolean()
    .default(false)
    .describe(
      'Scales network inputs to running mean 0 and deviation 1, within ±10; the memory keeps raw values, the statistics are saved with the weights. Source: Stable-Baselines3 VecNormalize.',
    ),
  bufferSize: z
    .number()
    .int()
    .positive()
    .default(1_000_000)
    .describe('Transitions the replay buffer keeps. Source: Mnih et al. (2015).'),
  learningStarts: z
    .number()
    .int()
    .nonnegative()
    .default(100)
    .describe('Steps of random actions before learning begins. Source: Stable-Baselines3.'),
  batchSize: z
    .number()
    .int()
    .positive()
    .default(32)
    .describe('Transitions per gradient step. Source: Mnih et al. (2015).'),
  trainFreq: z
    .number()
    .int()
    .positive()
    .default(4)
    .describe('Steps (per sub-environment) between updates. Source: Mnih et al. (2015).'),
  gradientSteps: z
    .number()
    .int()
    .min(-1)
    .max(10_000)
    .refine((steps) => steps !== 0, {
      error: '-1, or a number ≥ 1: without gradient steps nothing is learnt',
    })
    .default(1)
    .describe(
      'Gradient steps per update; -1 = as many as environment steps since the last one. Source: Stable-Baselines3.',
    ),
  overlap: z
    .boolean()
    .default(false)
    .describe(
      'Takes the gradient steps while the last environment step before them is under way, of which they do not know yet: for slow environments in worker threads. Results do not depend on timing.',
    ),
  nSteps: z
    .number()
    .int()
    .positive()
    .max(1000)
    .default(1)
    .describe(
      'Rewards summed before the bootstrap: R = r₁ + γ·r₂ + … + γⁿ·max Q. Source: Sutton & Barto (2018), chapter 7; Hessel et al. (2018).',
    ),
  prioritized: z
    .boolean()
    .default(false)
    .describe(
      'Draws transitions in proportion to their last TD error instead of uniformly. Source: Schaul et al. (2016).',
    ),
  priorityAlpha: z
    .number()
    .min(0)
    .max(1)
    .default(0.6)
    .describe('How much priorities count: P(i) ~ pᵢ^α; 0 = uniform. Source: Schaul et al. (2016), table 3.'),
  priorityBeta: scheduleSchema
    .refine((beta) => (typeof beta === 'number' ? beta <= 1 : beta.start <= 1 && beta.end <= 1), {
      error: 'a number in [0, 1] (1 undoes the whole bias), or a schedule within',
    })
    .default({ type: 'linear', start: 0.4, end: 1 })
    .describe(
      'Exponent of the importance weights that undo the bias of the draws; a number or a schedule. Source: Schaul et al. (2016), table 3.',
    ),
  hindsight: z
    .enum(['none', 'future', 'final', 'episode'])
    .default('none')
    .describe(
      'Of goal environments: relabels draws with goals reached later in the episode, at its end, or anywhere in it. Source: Andrychowicz et al. (2017), section 4.5.',
    ),
  nSampledGoal: z
    .number()
    .int()
    .positive()
    .default(4)
    .describe(
      'k: of k + 1 draws, k get another goal. Source: Andrychowicz et al. (2017); Stable-Baselines3.',
    ),
  intrinsic: intrinsicSchema.clone(),
  logInterval: z
    .number()
    .int()
    .positive()
    .default(4)
    .describe('Episodes between rows of metrics; with a dataset, hundreds of gradient steps.'),
}));

/** Those of them that may change during training. */
export const offPolicyMutable: readonly string[] = ['gamma', 'trainFreq', 'gradientSteps', 'logInterval'];
