// What a study is: everything that decides its trials, as it stands in study.json.
import * as z from 'zod';
import type { SearchSpace } from '../agents/index.js';
import type { PresetOptions, TrainOptions } from '../train/index.js';
import { PRUNERS, type PrunerMethod, SAMPLERS, type SamplerMethod } from './methods.js';
import { OBJECTIVES, type Objective } from './objective.js';
import { spaceSchema } from './space-check.js';

const count = (least: number) => z.number().int().min(least).max(1e9);

/** Options of every run: those of `train` but for its folder, its seed and what a thread cannot take. */
export type RunBase = Omit<
  TrainOptions,
  'env' | 'seed' | 'out' | 'onStart' | 'onWarning' | 'finalEpisodes' | 'preset' | 'callbacks'
> & { preset: false | PresetOptions };

export interface StudySettings {
  /** Id of the environment, or the name of one that a program brings along. */
  env: string;
  program?: true;
  run: RunBase;
  space: SearchSpace;
  sampler: SamplerMethod;
  pruner: PrunerMethod;
  /** How many there are; of population-based training, its members. */
  trials: number;
  /** Runs of each trial, with `seed` and the seeds after it. */
  seeds: number;
  seed: number;
  /** A trial knows those up to so many before it. */
  lag: number;
  objective: Objective;
  /** Of the evaluation that ends a run. */
  finalEpisodes: number;
}

const methods = (known: Readonly<Record<string, z.ZodObject>>) =>
  z.union(Object.entries(known).map(([name, options]) => z.strictObject({ name: z.literal(name), options })));

export const settingsSchema = z.strictObject({
  env: z.string().max(1000),
  program: z.literal(true).optional(),
  run: z.record(z.string(), z.unknown()),
  space: spaceSchema,
  sampler: methods(SAMPLERS),
  pruner: methods(PRUNERS),
  trials: count(1),
  seeds: count(1),
  seed: count(0),
  lag: count(1),
  objective: z.enum(OBJECTIVES),
  finalEpisodes: count(1),
}) as unknown as z.ZodType<StudySettings>;

/** What a trial came to. */
export interface TrialRecord {
  trial: number;
  status: 'complete' | 'pruned' | 'failed';
  params: Record<string, unknown>;
  /** Mean over the seeds; of a pruned trial, where it was given up; absent of a failed one. */
  value?: number;
  /** Of each seed that was trained to the end. */
  seeds: number[];
  /** What pruning looked at, in order. */
  reports: number[];
  /** Share of the budget that was trained. */
  share: number;
  /** Why it failed. */
  reason?: string;
}

const real = z.union([z.number(), z.literal([Infinity, -Infinity])]);

export const recordSchema: z.ZodType<TrialRecord> = z.strictObject({
  trial: count(0),
  status: z.enum(['complete', 'pruned', 'failed']),
  params: z.record(z.string(), z.unknown()),
  value: real.optional(),
  seeds: z.array(real),
  reports: z.array(real),
  share: z.number().min(0).max(1),
  reason: z.string().optional(),
});

/** What the members of a population came to in one generation. */
export interface Generation {
  params: Record<string, unknown>[];
  /** Whose weights each began with; its own number where it went on by itself. */
  parents: number[];
  /** Null of those that failed. */
  values: (number | null)[];
  reasons: (string | null)[];
}

export const generationSchema: z.ZodType<Generation> = z.strictObject({
  params: z.array(z.record(z.string(), z.unknown())),
  parents: z.array(count(0)),
  values: z.array(real.nullable()),
  reasons: z.array(z.string().nullable()),
});
