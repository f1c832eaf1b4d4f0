// What result.json and results.json hold, for reading them.
import * as z from 'zod';
import type { Cell } from './document.js';
import type { SeedResult } from './seed-run.js';

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const score = z.strictObject({ mean: z.number(), std: z.number() });
const curve = z
  .strictObject({ x: z.array(z.number()), y: z.array(z.number()) })
  .refine(({ x, y }) => x.length === y.length, { error: 'as many x as y' });

export const seedResultSchema: z.ZodType<SeedResult> = z.strictObject({
  seed: count,
  steps: count,
  seconds: z.union([z.number(), z.nan()]),
  best: score.extend({ step: count }),
  last: score,
  curve,
  tracked: z.record(z.string(), z.number()).optional(),
});

export const cellsSchema: z.ZodType<Cell[]> = z.array(
  z.strictObject({
    algo: z.string(),
    env: z.string(),
    variant: z.string().optional(),
    backend: z.enum(['native', 'auto', 'reference']).optional(),
    episodes: count,
    seeds: z.array(seedResultSchema).min(1),
  }),
);
