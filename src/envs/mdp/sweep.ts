// One sweep of value iteration over all states, and when sweeps have done enough.
import { UserError } from '../../io/errors.js';
import type { FiniteMDP } from './finite-mdp.js';

export interface SweepOptions {
  /** Discount factor γ, from 0 to 1; default 0.99. With 1 every policy that is tried must end. */
  gamma?: number;
  /** How far from the exact values the result may be in any state; default 1e-10. With γ = 1: how little the last sweep changed. */
  tolerance?: number;
  /** Sweeps after which values that still change are an error; default 100,000. */
  maxSweeps?: number;
}

const DEFAULTS = { gamma: 0.99, tolerance: 1e-10, maxSweeps: 100_000 };

/** Options with defaults. @throws UserError when one has no meaning. */
export function sweepOptions(options: SweepOptions): Required<SweepOptions> {
  const { gamma = DEFAULTS.gamma, tolerance = DEFAULTS.tolerance, maxSweeps = DEFAULTS.maxSweeps } = options;
  if (!(gamma >= 0 && gamma <= 1)) throw new UserError(`gamma must be a number from 0 to 1, got ${gamma}.`);
  if (!(tolerance > 0)) throw new UserError(`tolerance must be a number above 0, got ${tolerance}.`);
  if (!Number.isInteger(maxSweeps) || maxSweeps < 1)
    throw new UserError(`maxSweeps must be a whole number of at least 1, got ${maxSweeps}.`);
  return { gamma, tolerance, maxSweeps };
}

/**
 * Whether a sweep that changed values by at most `change` ends within the tolerance: the fixed point of a γ-contraction is
 * no further away than γ/(1 - γ) times the change.
 */
export function isClose(change: number, { gamma, tolerance }: Required<SweepOptions>): boolean {
  return change <= (gamma < 1 && gamma > 0 ? (tolerance * (1 - gamma)) / gamma : tolerance);
}

/** @throws UserError: `change` is too large after all sweeps that were allowed. */
export function refuseEndless(change: number, { gamma, maxSweeps }: Required<SweepOptions>): never {
  throw new UserError(
    `Values still change by ${change} after ${maxSweeps} sweeps. ${
      gamma === 1 ? 'With gamma 1 they need not have a limit: lower gamma' : 'Raise maxSweeps or tolerance'
    }, or see whether every episode can end.`,
    { kind: 'failure' },
  );
}

/** Value of the best action of a state. */
export function bestChoice(mdp: FiniteMDP, gamma: number, values: Float64Array, state: number): number {
  const { numActions, first, nextStates, probabilities, rewards } = mdp;
  let best = -Infinity;
  const last = (state + 1) * numActions;
  let k = first[state * numActions]!;
  for (let c = state * numActions; c < last; c++) {
    const end = first[c + 1]!;
    let sum = 0;
    for (; k < end; k++) sum += probabilities[k]! * values[nextStates[k]!]!;
    const value = rewards[c]! + gamma * sum;
    if (value > best) best = value;
  }
  return best;
}

/**
 * T* over all states from `from` into `to`. With one array for both, each state sees those before it as they are now: then
 * it is a sweep of Gauss-Seidel.
 *
 * @returns the largest change of a value
 */
export function sweep(mdp: FiniteMDP, gamma: number, from: Float64Array, to: Float64Array): number {
  let change = 0;
  for (let s = 0; s < mdp.numStates; s++) {
    const before = from[s]!;
    const value = bestChoice(mdp, gamma, from, s);
    to[s] = value;
    const difference = Math.abs(value - before);
    if (difference > change) change = difference;
  }
  return change;
}
