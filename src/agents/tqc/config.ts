// Hyperparameters of TQC: those of SAC, and how much of the critics' distribution is believed.
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import type { AgentSpec } from '../config.js';
import { sacMutable, sacShape } from '../sac/config.js';

export const tqcSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...sacShape,
    nCritics: z
      .number()
      .int()
      .min(1)
      .max(100)
      .default(5)
      .describe('Critics. Source: Kuznetsov et al. (2020); 2 in sb3-contrib.'),
    quantiles: z
      .number()
      .int()
      .min(1)
      .max(1000)
      .default(25)
      .describe('Quantiles of the return per critic. Source: Kuznetsov et al. (2020).'),
    dropPerNet: z
      .number()
      .int()
      .min(0)
      .max(999)
      .default(2)
      .describe(
        "Of all critics' quantiles together, the largest dropPerNet · nCritics are left out of the target; fewer than quantiles. Source: Kuznetsov et al. (2020).",
      ),
  }),
);

export const tqcSpec = { id: 'tqc', schema: tqcSchema, mutable: sacMutable } satisfies AgentSpec;

export type TQCConfig = z.output<typeof tqcSchema>;
export type TQCOptions = z.input<typeof tqcSchema>;
