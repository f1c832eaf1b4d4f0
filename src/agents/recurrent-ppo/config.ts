// Hyperparameters of PPO with a memory: those of PPO and of sequences; then those of an LSTM or GRU. Defaults as in
// sb3-contrib's RecurrentPPO.
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import type { AgentSpec } from '../config.js';
import { ppoMutable, ppoSchema } from '../ppo/config.js';
import { recurrentShape } from '../recurrent-config.js';

/** Of whatever remembers. */
export const sequenceSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...ppoSchema.shape,
    nSteps: ppoSchema.shape.nSteps
      .default(128)
      .describe('Steps per sub-environment in a rollout. Source: sb3-contrib.'),
    batchSize: ppoSchema.shape.batchSize
      .default(128)
      .describe(
        'Transitions per gradient step, in whole sequences: batchSize / sequenceLength of them, at least one.',
      ),
    memorySize: recurrentShape.memorySize
      .default(256)
      .describe('Hidden units of the memory. Source: sb3-contrib.'),
    criticMemory: z
      .enum(['separate', 'shared'])
      .default('separate')
      .describe("Whether the critic has a memory of its own or reads the policy's. Source: sb3-contrib."),
    sequenceLength: z
      .number()
      .int()
      .positive()
      .nullable()
      .default(null)
      .describe(
        'Steps through which gradients flow back; a divisor of nSteps. Each sequence starts from the memory stored while acting. null = nSteps.',
      ),
  }),
);

export type SequenceConfig = z.output<typeof sequenceSchema>;

export const recurrentPpoSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({ ...sequenceSchema.shape, cell: recurrentShape.cell }),
);

export const recurrentPpoSpec: AgentSpec = {
  id: 'recurrent-ppo',
  schema: recurrentPpoSchema,
  mutable: ppoMutable,
};

export type RecurrentPPOConfig = z.output<typeof recurrentPpoSchema>;
export type RecurrentPPOOptions = z.input<typeof recurrentPpoSchema>;
