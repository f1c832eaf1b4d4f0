// Samplers and pruners by name with their options, as `--sampler tpe:startup=5` and `--pruner hyperband:eta=4` name them.
import * as z from 'zod';
import { checkedOptions } from './checked-options.js';

const count = (least: number, standard: number) => z.number().int().min(least).max(1e6).default(standard);
const share = (standard: number) => z.number().gt(0).lt(1).default(standard);

/** What each has to be told; all of it has defaults. */
export const SAMPLERS = {
  random: z.strictObject({}),
  grid: z.strictObject({
    levels: count(1, 3).describe('Values of each parameter that is a range; of a list, all are visited.'),
  }),
  tpe: z.strictObject({
    startup: count(1, 10).describe('Trials drawn at random before it learns. Source: Optuna.'),
    candidates: count(1, 24).describe(
      'Draws of which the most promising is tried. Source: Bergstra et al. (2011).',
    ),
    gamma: share(0.1).describe('Share of the trials that count as good. Source: Optuna.'),
  }),
  pbt: z.strictObject({
    generations: count(2, 10).describe(
      'Equal parts of the training, between which members learn from each other.',
    ),
    truncation: z
      .number()
      .gt(0)
      .max(0.5)
      .default(0.2)
      .describe(
        'Share at the bottom that takes over from as many at the top. Source: Jaderberg et al. (2017).',
      ),
    resample: z
      .number()
      .min(0)
      .max(1)
      .default(0.25)
      .describe(
        'Chance that a hyperparameter is drawn anew instead of perturbed. Source: Jaderberg et al. (2017), appendix.',
      ),
    factor: z
      .number()
      .gt(1)
      .max(10)
      .default(1.2)
      .describe(
        'Perturbed numbers are multiplied or divided by it. Source: Jaderberg et al. (2017): 1.2 and 0.8.',
      ),
  }),
} as const;

export const PRUNERS = {
  none: z.strictObject({}),
  median: z.strictObject({
    startup: count(1, 5).describe('Whole trials before any is pruned. Source: Optuna.'),
    warmup: z
      .number()
      .min(0)
      .lt(1)
      .default(0.2)
      .describe('Share of the training in which nothing is pruned.'),
  }),
  halving: z.strictObject({
    eta: count(2, 3).describe('One of so many goes on at each rung. Source: Jamieson & Talwalkar (2016).'),
    rungs: z.number().int().min(2).max(10).default(3).describe('Rungs; the last is the whole training.'),
  }),
  hyperband: z.strictObject({
    eta: count(2, 3).describe('One of so many goes on at each rung. Source: Li et al. (2018).'),
    rungs: z
      .number()
      .int()
      .min(2)
      .max(10)
      .default(3)
      .describe('Rungs of the longest bracket; the last is the whole training.'),
  }),
} as const;

export type SamplerName = keyof typeof SAMPLERS;
export type PrunerName = keyof typeof PRUNERS;

/** One of them with its options; those that are missing have their defaults. */
export type Method<T extends Record<string, z.ZodObject>> = {
  [K in keyof T & string]: { name: K; options: z.output<T[K]> };
}[keyof T & string];
export type SamplerMethod = Method<typeof SAMPLERS>;
export type PrunerMethod = Method<typeof PRUNERS>;

/** By name, or by name with options. */
export type MethodInput<N extends string> = N | { name: N; options?: Record<string, unknown> };

/** @throws {UserError} for an unknown name or option, or a value out of range. */
export function samplerMethod(given: MethodInput<SamplerName>): SamplerMethod {
  return checkedOptions('sampler', SAMPLERS, given) as SamplerMethod;
}

/** @throws {UserError} for an unknown name or option, or a value out of range. */
export function prunerMethod(given: MethodInput<PrunerName>): PrunerMethod {
  return checkedOptions('pruner', PRUNERS, given) as PrunerMethod;
}
