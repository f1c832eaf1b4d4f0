// Hyperparameters of DDPG: those of Lillicrap et al. (2016) with the defaults of Stable-Baselines3.
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import { type AgentSpec, scheduleSchema } from '../config.js';
import { continuousMutable, continuousShape } from '../continuous-config.js';

/** What DDPG and TD3 set otherwise than other learners of continuous actions. */
export const deterministicShape = /* @__PURE__ */ lazily(() => ({
  ...continuousShape,
  hiddenSizes: z
    .array(z.number().int().positive())
    .default([400, 300])
    .describe(
      'Units of each hidden layer, of the policy and of each critic. Source: Lillicrap et al. (2016).',
    ),
  learningRate: scheduleSchema
    .default(1e-3)
    .describe('Step size of every optimiser (Adam); a number or a schedule. Source: Fujimoto et al. (2018).'),
  actionNoise: z
    .enum(['none', 'normal', 'ornstein-uhlenbeck'])
    .default('normal')
    .describe(
      'Noise added to actions while training, in units of [-1, 1]: independent draws (Fujimoto et al. 2018), or a process that keeps its direction for a while (Lillicrap et al. 2016). Stable-Baselines3 has none unless told; a deterministic policy does not explore then.',
    ),
}));

export const ddpgSchema = /* @__PURE__ */ lazily(() => z.strictObject({ ...deterministicShape }));

export const ddpgSpec = { id: 'ddpg', schema: ddpgSchema, mutable: continuousMutable } satisfies AgentSpec;

export type DDPGConfig = z.output<typeof ddpgSchema>;
export type DDPGOptions = z.input<typeof ddpgSchema>;
