// Hyperparameters of Rainbow: those of C51, with all six parts switched on (Hessel et al. 2018, table 1).
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import { c51Schema, c51Spec } from '../c51/config.js';
import type { AgentSpec } from '../config.js';

export const rainbowSchema = /* @__PURE__ */ lazily(() => {
  const { nSteps, prioritized, priorityAlpha, doubleQ, dueling, noisy, ...shape } = c51Schema.shape;
  return z.strictObject({
    ...shape,
    nSteps: nSteps.default(3),
    prioritized: prioritized.default(true),
    priorityAlpha: priorityAlpha
      .default(0.5)
      .describe(
        'How much priorities count: P(i) ~ pᵢ^α; 0 = uniform. Source: Hessel et al. (2018), table 1.',
      ),
    doubleQ: doubleQ.default(true),
    dueling: dueling.default(true),
    noisy: noisy.default(true),
  });
});

export const rainbowSpec = {
  id: 'rainbow',
  schema: rainbowSchema,
  mutable: c51Spec.mutable,
} satisfies AgentSpec;

export type RainbowOptions = z.input<typeof rainbowSchema>;
