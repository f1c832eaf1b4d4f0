// Q-learning: the next state is worth its best action (Watkins 1989), with Watkins's Q(λ).
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import type { AgentSpec } from '../config.js';
import type { EnvSource } from '../env-agent.js';
import { tableMutable, traceShape } from './config.js';
import { epsilonGreedyMean } from './epsilon-greedy-mean.js';
import { TdAgent } from './td-agent.js';

export const tabularQSchema = /* @__PURE__ */ lazily(() => z.strictObject({ ...traceShape }));

export const tabularQSpec = {
  id: 'q-learning',
  schema: tabularQSchema,
  mutable: tableMutable,
} satisfies AgentSpec;

export type TabularQConfig = z.output<typeof tabularQSchema>;
export type TabularQOptions = z.input<typeof tabularQSchema>;

/**
 * Off-policy: whatever explores, it learns the values of the best policy. With `lambda` it is Watkins's Q(λ): an action
 * that is not the best one ends the traces. `nSteps` above 1 sums rewards without such care, as DQN's does.
 *
 * @example const agent = await new QLearning('FrozenLake-v1', { seed: 1 }).learn({ totalSteps: 100_000 });
 */
export class QLearning<E extends EnvSource = EnvSource> extends TdAgent<TabularQConfig, E> {
  static override readonly spec = tabularQSpec;

  constructor(env: E, options: TabularQOptions = {}) {
    super(env, options, ['q']);
  }

  protected override get cutsTraces(): boolean {
    return true;
  }

  protected nextValue(row: number, i: number, masks: ArrayLike<number> | undefined): number {
    return epsilonGreedyMean(this.valuesOf(row), this.n, masks, i * this.n, 0);
  }
}
