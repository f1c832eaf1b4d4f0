// Hyperparameters of agents that play bandits.
import * as z from 'zod';
import type { ScheduleSpec } from '../../explore/index.js';
import { lazily } from '../../io/lazily.js';
import { type AgentSpec, commonShape, scheduleSchema } from '../config.js';
import { shareSchedule } from '../tabular/config.js';

export interface BanditConfig {
  seed: number;
  logInterval: number;
  epsilon?: ScheduleSpec;
  temperature?: ScheduleSpec;
}

/** A schedule that stays above 0. */
export const temperatureSchema = (initial: number) =>
  scheduleSchema
    .refine((spec) => (typeof spec === 'number' ? spec : Math.min(spec.start, spec.end)) >= 1e-6, {
      error: 'a number above 0 (1e-6 at least), or a schedule that stays there',
    })
    .default(initial);

const banditShape = /* @__PURE__ */ lazily(() => ({
  seed: commonShape.seed,
  logInterval: z.int().positive().default(100).describe('Plays between rows of metrics.'),
}));

const valuesShape = /* @__PURE__ */ lazily(() => ({
  ...banditShape,
  initialValue: z
    .number()
    .min(-1e9)
    .max(1e9)
    .default(0)
    .describe(
      'Value of an arm that was never played; above what can be earned, every arm is tried (optimistic start).',
    ),
  stepSize: z
    .number()
    .gt(0)
    .max(1)
    .nullable()
    .default(null)
    .describe(
      'Share of the way that a value moves towards each reward, for arms that change; null = 1/n, the mean of all. Source: Sutton & Barto (2018), section 2.5.',
    ),
}));

const epsilonGreedySchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...valuesShape,
    epsilon: shareSchedule(0.1).describe(
      'ε: chance of any arm instead of the best one; a number or a schedule. Source: Sutton & Barto (2018), section 2.3.',
    ),
  }),
);

const softmaxSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...valuesShape,
    temperature: temperatureSchema(0.3).describe(
      'τ: low takes the best arm, high any; in the unit of rewards, a number or a schedule. Source: Zai & Brown (2020), section 2.2.',
    ),
  }),
);

const ucb1Schema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...valuesShape,
    exploration: z
      .number()
      .min(0)
      .max(1e6)
      .default(Math.SQRT2)
      .describe(
        'c: how much uncertainty counts, in the unit of rewards; √2 for rewards from 0 to 1. Source: Auer et al. (2002).',
      ),
  }),
);

const gradientSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...banditShape,
    stepSize: z
      .number()
      .gt(0)
      .max(100)
      .default(0.1)
      .describe('α: step of the preferences. Source: Sutton & Barto (2018), figure 2.5.'),
    baseline: z
      .boolean()
      .default(true)
      .describe(
        'Compares rewards with the mean of those before. Source: Sutton & Barto (2018), section 2.8.',
      ),
  }),
);

const thompsonSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...banditShape,
    belief: z
      .enum(['gaussian', 'beta'])
      .default('gaussian')
      .describe(
        'What is believed of an arm: a normal distribution of its mean, or a Beta distribution of its chance. Source: Russo et al. (2018).',
      ),
    priorMean: z.number().min(-1e9).max(1e9).default(0).describe('Gaussian: mean that is believed at first.'),
    priorStd: z
      .number()
      .gt(0)
      .max(1e6)
      .default(10)
      .describe('Gaussian: deviation of that belief; large, and every arm is tried.'),
    noise: z
      .number()
      .min(1e-3)
      .max(1e6)
      .default(1)
      .describe('Gaussian: deviation of rewards around their mean.'),
    trials: z
      .int()
      .positive()
      .max(1e6)
      .default(1)
      .describe('Beta: the largest reward, as that of so many trials; rewards are from 0 to it.'),
  }),
);

const spec = (id: string, schema: z.ZodObject, mutable: string[] = []) =>
  ({ id, schema, mutable: ['logInterval', ...mutable] }) satisfies AgentSpec;

export const epsilonGreedySpec = /* @__PURE__ */ spec('epsilon-greedy', epsilonGreedySchema, ['epsilon']);
export const softmaxSpec = /* @__PURE__ */ spec('softmax', softmaxSchema, ['temperature']);
export const ucb1Spec = /* @__PURE__ */ spec('ucb1', ucb1Schema);
export const gradientBanditSpec = /* @__PURE__ */ spec('gradient-bandit', gradientSchema);
export const thompsonSpec = /* @__PURE__ */ spec('thompson', thompsonSchema);

export type EpsilonGreedyOptions = z.input<typeof epsilonGreedySchema>;
export type SoftmaxOptions = z.input<typeof softmaxSchema>;
export type Ucb1Options = z.input<typeof ucb1Schema>;
export type GradientBanditOptions = z.input<typeof gradientSchema>;
export type ThompsonOptions = z.input<typeof thompsonSchema>;
export type EpsilonGreedyConfig = z.output<typeof epsilonGreedySchema>;
export type SoftmaxConfig = z.output<typeof softmaxSchema>;
export type Ucb1Config = z.output<typeof ucb1Schema>;
export type GradientBanditConfig = z.output<typeof gradientSchema>;
export type ThompsonConfig = z.output<typeof thompsonSchema>;
