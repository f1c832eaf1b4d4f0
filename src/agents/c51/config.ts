// Hyperparameters of C51: those of DQN and of its atoms; defaults as in Bellemare et al. (2017).
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import type { AgentSpec } from '../config.js';
import { riskShape } from '../risk.js';
import { qLearningMutable, qLearningShape } from '../value-config.js';

export const c51Schema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...qLearningShape,
    ...riskShape,
    atoms: z
      .number()
      .int()
      .min(2)
      .max(1000)
      .default(51)
      .describe(
        'Returns that have a probability each, evenly from vMin to vMax. Source: Bellemare et al. (2017).',
      ),
    vMin: z
      .number()
      .default(-10)
      .describe(
        'Least return; what is less counts as this. Source: Bellemare et al. (2017), for rewards in ±1.',
      ),
    vMax: z
      .number()
      .default(10)
      .describe(
        'Largest return; what is more counts as this. Source: Bellemare et al. (2017), for rewards in ±1.',
      ),
  }),
);

export const c51Spec = {
  id: 'c51',
  schema: c51Schema,
  mutable: [...qLearningMutable, 'risk'],
} satisfies AgentSpec;

export type C51Config = z.output<typeof c51Schema>;
export type C51Options = z.input<typeof c51Schema>;
