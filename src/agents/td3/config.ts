// Hyperparameters of TD3: those of Fujimoto et al. (2018) with the defaults of Stable-Baselines3.
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import type { AgentSpec } from '../config.js';
import { continuousMutable } from '../continuous-config.js';
import { deterministicShape } from '../ddpg/config.js';

export const td3Schema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...deterministicShape,
    policyDelay: z
      .number()
      .int()
      .positive()
      .default(2)
      .describe('Critic steps for one step of the policy and the targets. Source: Fujimoto et al. (2018).'),
    targetPolicyNoise: z
      .number()
      .min(0)
      .default(0.2)
      .describe(
        "Deviation of the noise on the target policy's actions, which smooths the critics. Source: Fujimoto et al. (2018).",
      ),
    targetNoiseClip: z
      .number()
      .min(0)
      .default(0.5)
      .describe('Limit of that noise. Source: Fujimoto et al. (2018).'),
    bcAlpha: z
      .number()
      .positive()
      .nullable()
      .default(null)
      .describe(
        'TD3+BC, for datasets: the policy also stays near the actions of the data; α of λ = α / the mean size of Q, which weighs Q against that (2.5 in the paper). null = TD3. Source: Fujimoto & Gu (2021), equations 4 and 5.',
      ),
  }),
);

export const td3Spec = {
  id: 'td3',
  schema: td3Schema,
  mutable: [...continuousMutable, 'policyDelay', 'targetPolicyNoise', 'targetNoiseClip'],
} satisfies AgentSpec;

export type TD3Config = z.output<typeof td3Schema>;
export type TD3Options = z.input<typeof td3Schema>;
