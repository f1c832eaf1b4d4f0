// What a trial is judged by, out of the evaluations of its runs.
import { UserError } from '../io/errors.js';
import type { SeedResult } from '../results/index.js';

/**
 * `best`: the best weights of the run, playing fresh episodes at its end; `last`: the weights at its end; `mean`: all
 * evaluations on the way, so that who learns early is better than who learns late.
 */
export const OBJECTIVES = ['best', 'last', 'mean'] as const;
export type Objective = (typeof OBJECTIVES)[number];

/** Of a run that is not finished: out of the mean returns of its evaluations so far. */
export function valueSoFar(objective: Objective, evaluations: readonly number[]): number {
  if (evaluations.length === 0) {
    throw new UserError('No evaluation has been made yet: evaluate more often, or prune later.');
  }
  if (objective === 'last') return real(evaluations.at(-1)!);
  return real(objective === 'best' ? Math.max(...evaluations) : mean(evaluations));
}

/** Of a finished run. */
export function finalValue(objective: Objective, { best, last, curve }: SeedResult): number {
  return real(objective === 'mean' ? mean(curve.y) : { best, last }[objective].mean);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Rewards may have been none. */
function real(value: number): number {
  if (!Number.isNaN(value)) return value;
  throw new UserError('Its returns are not numbers.', { kind: 'failure' });
}
