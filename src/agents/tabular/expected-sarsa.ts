// Expected SARSA: the next state is worth the mean over what the policy may do there (van Seijen et al. 2009).
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import type { AgentSpec } from '../config.js';
import type { EnvSource } from '../env-agent.js';
import { tableMutable, traceShape } from './config.js';
import { epsilonGreedyMean } from './epsilon-greedy-mean.js';
import { TdAgent } from './td-agent.js';

export const expectedSarsaSchema = /* @__PURE__ */ lazily(() => z.strictObject({ ...traceShape }));

export const expectedSarsaSpec = {
  id: 'expected-sarsa',
  schema: expectedSarsaSchema,
  mutable: tableMutable,
} satisfies AgentSpec;

export type ExpectedSarsaConfig = z.output<typeof expectedSarsaSchema>;
export type ExpectedSarsaOptions = z.input<typeof expectedSarsaSchema>;

/** As SARSA without the noise of which action comes next; with ε = 0 it is Q-learning. */
export class ExpectedSarsa<E extends EnvSource = EnvSource> extends TdAgent<ExpectedSarsaConfig, E> {
  static override readonly spec = expectedSarsaSpec;

  constructor(env: E, options: ExpectedSarsaOptions = {}) {
    super(env, options, ['q']);
  }

  protected nextValue(row: number, i: number, masks: ArrayLike<number> | undefined): number {
    return epsilonGreedyMean(this.valuesOf(row), this.n, masks, i * this.n, this.epsilon);
  }
}
