// Hyperparameters of the random agent: its seed.
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import { type AgentSpec, commonShape } from '../config.js';

export const randomSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    seed: commonShape.seed,
    logInterval: z.int().positive().default(10).describe('Episodes between rows of metrics.'),
  }),
);

export const randomSpec = {
  id: 'random',
  schema: randomSchema,
  mutable: ['logInterval'],
} satisfies AgentSpec;

export type RandomConfig = z.output<typeof randomSchema>;
export type RandomOptions = z.input<typeof randomSchema>;
