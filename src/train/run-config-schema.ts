// What config.json holds, key by key: checked with bounds whenever a run folder is opened.
import * as z from 'zod';

/** Of `config.json`; 1 was that of version 0.1.0. */
export const CONFIG_FORMAT = 2 as const;

const count = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const word = z.string().max(1000);

/** A wrapper or callback by its registered name. */
const named = z.strictObject({ name: word, options: z.record(z.string(), z.unknown()) });

export const runConfigSchema = z.strictObject({
  format: z.literal(CONFIG_FORMAT),
  env: z.strictObject({
    /** Id, or, of an environment that a program brought along, the name of its class. */
    id: word,
    /** It is not registered: whoever opens the run gives a function that makes it. */
    program: z.literal(true).optional(),
    options: z.record(z.string(), z.unknown()),
    /** Around each environment, the innermost first. */
    wrappers: z.array(named).max(100),
    /** How several are stepped together: as they like, one after the other, or in threads. */
    vectorization: z.enum(['auto', 'sync', 'workers']),
    numEnvs: z
      .number()
      .int()
      .min(1)
      .max(2 ** 16),
  }),
  algo: word,
  /** Every hyperparameter, the seed among them. */
  config: z
    .record(z.string(), z.unknown())
    .refine(({ seed }) => Number.isSafeInteger(seed) && Number(seed) >= 0, {
      error: 'a seed that is a whole number ≥ 0',
      path: ['seed'],
    }),
  budget: z.strictObject({ amount: count, unit: z.enum(['steps', 'episodes', 'iterations']) }),
  /** Between evaluations, in the unit of the budget; episodes of each; probability of random actions in them. */
  evaluation: z.strictObject({
    every: count,
    episodes: z.number().int().min(1).max(1e6),
    epsilon: z.number().min(0).max(1).optional(),
  }),
  /** Episodes of the evaluation that ends the run, where it was told. */
  finalEpisodes: z.number().int().min(0).max(1e6).optional(),
  /** Between checkpoints, in the unit of the budget, and how many are kept. */
  checkpoint: z.strictObject({ every: count, keep: count }),
  /** Registered callbacks that take part; those of a program bring their state into checkpoints, not themselves. */
  callbacks: z.array(named).max(100),
  /** Mean evaluation return at which training ends. */
  stopAtReward: z.number().optional(),
  /** Run whose weights this one began with; its path is relative to this run's folder. */
  from: z.strictObject({ run: z.string().max(4096), weights: z.enum(['best', 'last']) }).optional(),
  /** File of transitions that are learnt from instead of the environment; relative to this run's folder. */
  dataset: z.string().min(1).max(4096).optional(),
  /** SHA-256 of those transitions; absent in runs of before there was one. */
  datasetSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  /** Modules that define what the run needs: files relative to its folder, and packages. */
  imports: z.array(z.string().max(4096)).max(100),
  /** Kernels that computed; the last bits of results depend on it. */
  backend: word,
  versions: z.strictObject({ trainyard: word, node: word, platform: word }),
});

/** Content of `config.json`. It holds no time and no path of the machine, so equal runs have equal ones. */
export type RunConfig = z.output<typeof runConfigSchema>;
