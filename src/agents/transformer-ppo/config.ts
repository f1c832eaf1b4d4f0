// Hyperparameters of transformer PPO: those of PPO with a memory and of the gated Transformer-XL.
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import type { AgentSpec } from '../config.js';
import { ppoMutable } from '../ppo/config.js';
import { sequenceSchema } from '../recurrent-ppo/config.js';

const count = () => z.number().int().positive();

export const transformerPpoSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...sequenceSchema.shape,
    memorySize: count()
      .default(64)
      .describe(
        'Width of the transformer: numbers by which each layer remembers a step. Parisotto et al.: 256.',
      ),
    memoryLength: count()
      .max(100_000)
      .default(64)
      .describe(
        'Steps before the present one that each layer looks back at; with several layers, what they remember reaches further. Parisotto et al.: 512.',
      ),
    layers: count().max(64).default(1).describe('Layers of the transformer. Parisotto et al.: 12.'),
    heads: count()
      .default(4)
      .describe('Attention heads per layer; a divisor of memorySize. Parisotto et al.: 8.'),
    gateBias: z
      .number()
      .default(2)
      .describe(
        'Bias of the gates at the beginning: the larger, the less of what a layer says passes at first. Source: Parisotto et al. (2020), section 3.2.',
      ),
    criticMemory: sequenceSchema.shape.criticMemory
      .default('shared')
      .describe(
        "Whether the critic has a memory of its own or reads the policy's. Source: Parisotto et al. (2020).",
      ),
  }),
);

export const transformerPpoSpec: AgentSpec = {
  id: 'transformer-ppo',
  schema: transformerPpoSchema,
  mutable: ppoMutable,
};

export type TransformerPPOConfig = z.output<typeof transformerPpoSchema>;
export type TransformerPPOOptions = z.input<typeof transformerPpoSchema>;
