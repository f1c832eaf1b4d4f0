// Hyperparameters of SAC: those of Haarnoja et al. (2018) with the defaults of Stable-Baselines3.
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import type { AgentSpec } from '../config.js';
import { continuousMutable, continuousShape } from '../continuous-config.js';

/** The temperature of every soft actor-critic. */
export const temperatureShape = /* @__PURE__ */ lazily(() => ({
  entCoef: z
    .union([z.enum(['auto']), z.number().min(0).max(1e6)], { error: "'auto' or a number from 0 to 1e6" })
    .default('auto')
    .describe(
      "Temperature α, the weight of the entropy: 'auto' learns it, a number fixes it. Source: Haarnoja et al. (2018b), section 5.",
    ),
  initialEntCoef: z
    .number()
    .gt(0)
    .max(1e6)
    .default(1)
    .describe("With entCoef 'auto': α at the start. Source: Stable-Baselines3."),
}));

export const sacShape = /* @__PURE__ */ lazily(() => ({
  ...continuousShape,
  ...temperatureShape,
  targetEntropy: z
    .union([z.enum(['auto']), z.number().min(-1e6).max(1e6)], {
      error: "'auto' or a number within ±1e6",
    })
    .default('auto')
    .describe(
      "With entCoef 'auto': entropy that α keeps the policy near; 'auto' = minus the numbers of an action. Source: Haarnoja et al. (2018b), appendix D.",
    ),
  actionStd: z
    .enum(['network', 'sde'])
    .default('network')
    .describe(
      'Deviation of the policy: an output of the network, or generalised state-dependent exploration (Raffin et al. 2021).',
    ),
  logStdInit: z
    .number()
    .min(-20)
    .max(2)
    .default(-3)
    .describe('With actionStd sde: logarithm of the deviation at the start. Source: Stable-Baselines3.'),
  sdeSampleFreq: z
    .number()
    .int()
    .min(-1)
    .refine((steps) => steps !== 0, { error: '-1, or a number ≥ 1' })
    .default(-1)
    .describe(
      'With actionStd sde: steps between new noise matrices; -1 = as often as updates, every trainFreq steps. Source: Stable-Baselines3.',
    ),
}));

export const sacSchema = /* @__PURE__ */ lazily(() => z.strictObject({ ...sacShape }));

export const sacMutable: readonly string[] = [...continuousMutable, 'sdeSampleFreq'];

export const sacSpec = { id: 'sac', schema: sacSchema, mutable: sacMutable } satisfies AgentSpec;

export type SACConfig = z.output<typeof sacSchema>;
/** Of SAC and what grew from it, with targets or without. */
export type SoftConfig = Omit<SACConfig, Targeted> & Partial<Pick<SACConfig, Targeted>>;
type Targeted = 'tau' | 'targetUpdateInterval' | 'criticActionLayer';
export type SACOptions = z.input<typeof sacSchema>;
