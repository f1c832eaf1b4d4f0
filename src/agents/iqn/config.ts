// Hyperparameters of IQN: those of DQN and of its quantiles; defaults as in Dabney et al. (2018b).
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import type { AgentSpec } from '../config.js';
import { riskShape } from '../risk.js';
import { qLearningMutable, qLearningShape } from '../value-config.js';

export const iqnSchema = /* @__PURE__ */ lazily(() => {
  const count = z.number().int().positive().max(1000);
  return z.strictObject({
    ...qLearningShape,
    ...riskShape,
    quantileSamples: count
      .default(8)
      .describe('N: levels τ drawn per row, at which the return is learnt. Source: Dabney et al. (2018b).'),
    targetQuantileSamples: count
      .default(8)
      .describe("N': levels drawn per row for what is learnt towards. Source: Dabney et al. (2018b)."),
    actingQuantileSamples: count
      .default(32)
      .describe('K: levels whose mean an action is chosen by. Source: Dabney et al. (2018b).'),
    cosines: count
      .default(64)
      .describe(
        'n: cosines cos(π·i·τ), i < n, that tell the network a level. Source: Dabney et al. (2018b).',
      ),
    kappa: z
      .number()
      .positive()
      .default(1)
      .describe(
        'κ: errors up to this are squared, beyond it linear. Source: Dabney et al. (2018b), equation 3.',
      ),
  });
});

export const iqnSpec = {
  id: 'iqn',
  schema: iqnSchema,
  mutable: [...qLearningMutable, 'risk', 'kappa'],
} satisfies AgentSpec;

export type IQNConfig = z.output<typeof iqnSchema>;
export type IQNOptions = z.input<typeof iqnSchema>;
