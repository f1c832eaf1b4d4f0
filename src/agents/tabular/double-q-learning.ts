// Double Q-learning: of two tables one names the best action, the other its value (van Hasselt 2010).
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import type { AgentSpec } from '../config.js';
import type { EnvSource } from '../env-agent.js';
import { bestAction } from '../masking.js';
import { tableMutable, tdShape } from './config.js';
import type { Column } from './state-table.js';
import { TdAgent } from './td-agent.js';

export const doubleQSchema = /* @__PURE__ */ lazily(() => z.strictObject({ ...tdShape }));

export const doubleQSpec = {
  id: 'double-q-learning',
  schema: doubleQSchema,
  mutable: tableMutable,
} satisfies AgentSpec;

export type DoubleQConfig = z.output<typeof doubleQSchema>;
export type DoubleQOptions = z.input<typeof doubleQSchema>;

/** Q-learning without its optimism where rewards are noisy. Which table learns from a step is drawn; both act together. */
export class DoubleQLearning<E extends EnvSource = EnvSource> extends TdAgent<DoubleQConfig, E, 'q1' | 'q2'> {
  static override readonly spec = doubleQSpec;
  private other: Column = this.table.columns.q2;

  constructor(env: E, options: DoubleQOptions = {}) {
    super(env, options, ['q1', 'q2']);
  }

  /** The mean of both tables. */
  protected override fill(row: number, out: Float64Array): void {
    const { q1, q2 } = this.table.columns;
    for (let a = 0, c = row * this.n; a < this.n; a++, c++) out[a] = (q1.data[c]! + q2.data[c]!) / 2;
  }

  protected override beforeLearning(): void {
    const { q1, q2 } = this.table.columns;
    const isFirst = this.rng.policy.random() < 0.5;
    this.column = isFirst ? q1 : q2;
    this.other = isFirst ? q2 : q1;
    this.columnVisits = this.visits(isFirst ? 'q1' : 'q2');
  }

  protected nextValue(row: number, i: number, masks: ArrayLike<number> | undefined): number {
    const { column, other, n, rng } = this;
    const best = bestAction(column.data, row * n, n, masks, i * n, rng.policy);
    return other.data[row * n + best]!;
  }
}
