// Hyperparameters of SMDP Q-learning.
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import type { AgentSpec } from '../config.js';
import { tableMutable, tableShape } from '../tabular/config.js';

export const smdpQSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...tableShape,
    primitives: z
      .boolean()
      .default(true)
      .describe(
        'Also chooses among the actions of the environment, each an option of one step: without them the best policy may be out of reach. Source: Sutton et al. (1999), O = A ∪ H.',
      ),
    intraOption: z
      .boolean()
      .default(false)
      .describe(
        'Learns at every step, of all options that would have done the same, instead of one option when it has ended; for options that draw no random numbers. Source: Sutton et al. (1999), section 6.',
      ),
  }),
);

export const smdpQSpec = {
  id: 'smdp-q-learning',
  schema: smdpQSchema,
  mutable: tableMutable,
} satisfies AgentSpec;

export type SmdpQConfig = z.output<typeof smdpQSchema>;
export type SmdpQOptions = z.input<typeof smdpQSchema>;
