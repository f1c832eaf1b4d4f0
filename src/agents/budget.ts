// How long training goes on: a number and what it counts.
import { UserError } from '../io/errors.js';
import { requireKnown } from '../io/options.js';

export type BudgetUnit = 'steps' | 'episodes' | 'iterations';

/** `amount` in all, counted from the start of training. */
export interface Budget {
  amount: number;
  unit: BudgetUnit;
}

/** Exactly one of them. All count from the start of training. */
export type BudgetOptions =
  | {
      /** Environment steps, over all sub-environments. */
      totalSteps: number;
    }
  | { totalEpisodes: number }
  | {
      /** Iterations of the algorithm: some environment steps and the updates that follow them. */
      totalIterations: number;
    };

const UNITS: Record<string, BudgetUnit> = {
  totalSteps: 'steps',
  totalEpisodes: 'episodes',
  totalIterations: 'iterations',
};
const KEYS = Object.keys(UNITS);

/**
 * Reads the budget among the options of `learn`.
 *
 * @throws UserError unless there is exactly one, a whole number ≥ 1, and no other key than `callbacks`.
 */
export function parseBudget(options: unknown): Budget {
  if (typeof options !== 'object' || options === null) {
    throw new UserError(`learn: expected options such as { totalSteps: 100_000 }, got ${String(options)}.`);
  }
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  requireKnown('learn()', options, [...KEYS, 'callbacks']);
  const budgets = given.filter(([key]) => key in UNITS);
  if (budgets.length !== 1) {
    throw new UserError(
      `learn: expected one of ${KEYS.join(', ')}, got ${budgets.length === 0 ? 'none' : budgets.map(([key]) => key).join(' and ')}.`,
    );
  }
  const [[key, amount]] = budgets as [[string, unknown]];
  if (!Number.isSafeInteger(amount) || (amount as number) < 1) {
    throw new UserError(`learn: ${key} must be a whole number ≥ 1, got ${String(amount)}.`);
  }
  return { amount: amount as number, unit: UNITS[key]! };
}

/** A budget as options of `learn`. */
export function budgetOptions({ amount, unit }: Budget): BudgetOptions {
  return unit === 'steps'
    ? { totalSteps: amount }
    : unit === 'episodes'
      ? { totalEpisodes: amount }
      : { totalIterations: amount };
}
