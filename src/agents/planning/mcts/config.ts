// Hyperparameters of Monte-Carlo tree search.
import * as z from 'zod';
import { lazily } from '../../../io/lazily.js';
import { type AgentSpec, commonShape } from '../../config.js';

export const mctsSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    seed: commonShape.seed,
    gamma: z
      .number()
      .min(0)
      .max(1)
      .default(1)
      .describe('Discount factor γ between moves; below 1 it prefers to win sooner.'),
    simulations: z.int().positive().max(1_000_000).default(1000).describe('Simulations per move.'),
    exploration: z
      .number()
      .nonnegative()
      .default(Math.SQRT2)
      .describe(
        'C in Q + C·√(ln N / n), where Q is scaled to [0, 1]: from a loss to a win, elsewhere between the returns seen. Source: √2 of UCB1 (Auer et al. 2002).',
      ),
    playoutDepth: z
      .int()
      .positive()
      .default(200)
      .describe(
        'Moves of a random playout at most; rewards after them do not count. No board game here is as long.',
      ),
    logInterval: z.int().positive().default(10).describe('Episodes between rows of metrics.'),
  }),
);

export const mctsSpec = {
  id: 'mcts',
  schema: mctsSchema,
  mutable: ['logInterval'],
} satisfies AgentSpec;

export type MCTSConfig = z.output<typeof mctsSchema>;
export type MCTSOptions = z.input<typeof mctsSchema>;
