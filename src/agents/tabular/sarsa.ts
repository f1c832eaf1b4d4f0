// SARSA: the next state is worth what the action is that will be taken there (Rummery & Niranjan 1994).
import * as z from 'zod';
import { lazily } from '../../io/lazily.js';
import type { AgentSpec } from '../config.js';
import type { EnvSource } from '../env-agent.js';
import { tableMutable, traceShape } from './config.js';
import { TdAgent } from './td-agent.js';

export const sarsaSchema = /* @__PURE__ */ lazily(() => z.strictObject({ ...traceShape }));

export const sarsaSpec = { id: 'sarsa', schema: sarsaSchema, mutable: tableMutable } satisfies AgentSpec;

export type SarsaConfig = z.output<typeof sarsaSchema>;
export type SarsaOptions = z.input<typeof sarsaSchema>;

/**
 * SARSA, n-step SARSA (`nSteps`) and SARSA(λ) (`lambda`): on-policy, it learns the values of the policy that explores.
 *
 * @example const agent = await new Sarsa('CliffWalking-v1', { epsilon: 0.1 }).learn({ totalSteps: 50_000 });
 */
export class Sarsa<E extends EnvSource = EnvSource> extends TdAgent<SarsaConfig, E> {
  static override readonly spec = sarsaSpec;

  constructor(env: E, options: SarsaOptions = {}) {
    super(env, options, ['q']);
  }

  protected nextValue(row: number, i: number, masks: ArrayLike<number> | undefined, goesOn: boolean): number {
    const action = this.choose(row, i, masks);
    if (goesOn) this.pending.actions[i] = action;
    return this.valuesOf(row)[action]!;
  }
}
