// Hyperparameters of PPO against its past selves.
import * as z from 'zod';
import { lazily } from '../../../io/lazily.js';
import type { AgentSpec } from '../../config.js';
import { ppoMutable, ppoSchema } from '../../ppo/config.js';

export const selfPlaySchema = /* @__PURE__ */ lazily(() =>
  ppoSchema.extend({
    poolSize: z
      .number()
      .int()
      .positive()
      .max(1000)
      .default(10)
      .describe(
        'Past opponents that are kept; the first, untrained, stays, of the others the oldest goes. Source: Bansal et al. (2018), section 4.3.',
      ),
    snapshotInterval: z
      .number()
      .int()
      .positive()
      .default(10)
      .describe('Rollouts after which the policy, as it is, joins the pool.'),
    latestFraction: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .describe(
        'Share of the games against the current policy itself; the others are against one of the pool. Source: OpenAI Five, 80 % (Berner et al. 2019, section 4.4).',
      ),
    eloK: z
      .number()
      .positive()
      .default(16)
      .describe('Most that a game against one of the pool moves a rating. Source: Elo (1978).'),
  }),
);

export const selfPlaySpec: AgentSpec = {
  id: 'self-play-ppo',
  schema: selfPlaySchema,
  mutable: [...ppoMutable, 'snapshotInterval', 'latestFraction', 'eloK'],
};

export type SelfPlayConfig = z.output<typeof selfPlaySchema>;
export type SelfPlayOptions = z.input<typeof selfPlaySchema>;
