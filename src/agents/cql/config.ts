// Hyperparameters of discrete CQL: those of DQN, and how much doubt there is about what the dataset does not show.
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import type { AgentSpec } from '../config.js';
import { dqnSchema } from '../dqn/config.js';
import { qLearningMutable } from '../value-config.js';

export const cqlSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...dqnSchema.shape,
    cqlAlpha: z
      .number()
      .min(0)
      .default(1)
      .describe(
        'α of the penalty α·(log Σ exp Q(s, ·) - Q(s, a)) on values of actions that the data do not show; 0 = DQN. Source: Kumar et al. (2020), equation 4 and appendix F.',
      ),
  }),
);

export const cqlSpec = {
  id: 'cql',
  schema: cqlSchema,
  mutable: [...qLearningMutable, 'loss', 'cqlAlpha'],
} satisfies AgentSpec;

export type CQLConfig = z.output<typeof cqlSchema>;
export type CQLOptions = z.input<typeof cqlSchema>;
