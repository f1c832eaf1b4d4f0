// φ: features of states, for models that are curious about features and not about pixels.
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import { type Layer, Sequential } from '../../nn/index.js';
import { featuresSchema } from '../features/extractor.js';
import { FlattenExtractor } from '../features/flatten.js';
import { extractor } from '../features/index.js';
import { mlp } from '../networks.js';
import type { NoveltyContext } from './definition.js';

/** Options of every model with networks. */
export const learntShape = /* @__PURE__ */ lazily(() => ({
  features: featuresSchema
    .unwrap()
    .nullable()
    .default(null)
    .describe("What reads observations, as the hyperparameter features; null: the agent's own features."),
  learningRate: z
    .number()
    .positive()
    .default(1e-3)
    .describe('Step size of Adam. Source: Zai & Brown (2020).'),
  maxGradNorm: z.number().positive().default(10).describe('Limit of the gradient norm.'),
  batchSize: z
    .number()
    .int()
    .positive()
    .default(256)
    .describe('Rows of a rollout per gradient step, one pass over it; a batch from replay is taken whole.'),
}));

export interface EncoderOptions {
  features: z.output<typeof featuresSchema> | null;
}

/**
 * Observations `[B, inputs]` → features `[B, size]`.
 *
 * @param sizes layers after the extractor, the last of them linear; null: `plain` where the extractor has no layers of its
 *   own, else none
 */
export function encoderNetwork(
  { encoder, config, rng }: NoveltyContext,
  { features }: EncoderOptions,
  sizes: readonly number[] | null,
  plain: readonly number[],
): { network: Sequential; size: number } {
  const own = (config.features as EncoderOptions['features'] | undefined) ?? 'auto';
  const reader = extractor(encoder.space, features ?? own, rng);
  const first: Layer[] = reader instanceof FlattenExtractor ? [] : [reader];
  const layers = sizes ?? (reader.parameters().length === 0 ? plain : []);
  const size = layers.at(-1);
  if (size === undefined) return { network: new Sequential(...first), size: reader.size };
  const rest = mlp(reader.size, layers.slice(0, -1), size, { rng, key: 'intrinsic' });
  return { network: new Sequential(...first, ...rest.layers), size };
}
