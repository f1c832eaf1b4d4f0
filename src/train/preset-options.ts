// Settings to start a run from, written down by the user: as an object, or in a JSON file.
import * as z from 'zod';
import { readJson } from '../io/json-file.js';

const total = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional();
const options = z.record(z.string(), z.unknown());

const presetSchema = z.strictObject({
  /** At most one of the totals. */
  totalSteps: total,
  totalEpisodes: total,
  totalIterations: total,
  /** Hyperparameters that differ from the algorithm's defaults. */
  config: options.optional(),
  /** Sub-environments stepped together. */
  numEnvs: z.number().int().min(1).optional(),
  envOptions: options.optional(),
  /** As `evaluation` of `train`. */
  evaluation: z
    .strictObject({
      every: z.number().int().min(1).optional(),
      episodes: z.number().int().min(1).optional(),
      epsilon: z.number().min(0).max(1).optional(),
    })
    .optional(),
  /** Episodes of the evaluation that ends the run. */
  finalEpisodes: z.number().int().min(0).optional(),
  /** By registered name, the innermost first. */
  wrappers: z.array(z.union([z.string(), z.strictObject({ name: z.string(), options })])).optional(),
});

/** Everything is optional; what `train` is told beside it takes precedence. */
export type PresetOptions = z.input<typeof presetSchema>;

/**
 * Settings from a file such as `{ "totalSteps": 20000, "config": { "learningRate": 0.001 } }`.
 *
 * @throws {UserError} that names the file and the key at fault.
 */
export function readPreset(path: string): PresetOptions {
  return readJson(path, presetSchema);
}
