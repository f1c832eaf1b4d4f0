// Hyperparameters of Dyna-Q.
import * as z from 'zod';
import { lazily } from '../../../io/lazily.js';
import type { AgentSpec } from '../../config.js';
import { tableMutable, traceShape } from '../../tabular/config.js';

export const dynaQSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...traceShape,
    planningSteps: z
      .int()
      .nonnegative()
      .max(100_000)
      .default(10)
      .describe(
        'Updates from the model after each step of an environment; 0 is Q-learning. Source: n of Sutton & Barto (2018), section 8.2.',
      ),
    prioritized: z
      .boolean()
      .default(false)
      .describe(
        'Prioritised sweeping: updates where the model says the values change most, and then what leads there, instead of cells drawn at random. Source: Moore & Atkeson (1993).',
      ),
    priorityThreshold: z
      .number()
      .nonnegative()
      .default(1e-4)
      .describe('θ: smaller changes are not followed. Source: Sutton & Barto (2018), section 8.4.'),
  }),
);

export const dynaQSpec = {
  id: 'dyna-q',
  schema: dynaQSchema,
  mutable: [...tableMutable, 'planningSteps'],
} satisfies AgentSpec;

export type DynaQConfig = z.output<typeof dynaQSchema>;
export type DynaQOptions = z.input<typeof dynaQSchema>;
