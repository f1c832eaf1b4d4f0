// What config.json holds, key by key: checked with bounds whenever a run folder is opened.
import * as z from 'zod';

/** Of `config.json`; 1 was that of version 0.1.0. */
export const CONFIG_FORMAT = 2 as const;

const count = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const word = z.string().max(1000);

export const runConfigSchema = z.strictObject({
  format: z.literal(CONFIG_FORMAT),
  env: z.strictObject({
    id: word,
    options: z.record(z.string(), z.unknown()),
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
  totalSteps: count,
  /** Environment steps between evaluations, and episodes of each. */
  evaluation: z.strictObject({ every: count, episodes: z.number().int().min(1).max(1e6) }),
  /** Environment steps between checkpoints, and how many are kept. */
  checkpoint: z.strictObject({ every: count, keep: count }),
  /** Mean evaluation return at which training ends. */
  stopAtReward: z.number().optional(),
  /** Modules that register environments of the user, as file URLs or package names. */
  imports: z.array(z.string().max(4096)).max(100),
  /** Kernels that computed; the last bits of results depend on it. */
  backend: word,
  versions: z.strictObject({ trainyard: word, node: word, platform: word }),
});

/** Content of `config.json`. It holds no time and no path of the machine, so equal runs have equal ones. */
export type RunConfig = z.output<typeof runConfigSchema>;
