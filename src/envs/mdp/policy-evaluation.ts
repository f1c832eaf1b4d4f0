// The values of a policy: by sweeps, or exactly by solving a linear system.
import { UserError } from '../../io/errors.js';
import { choiceValue, policyBackup, requirePolicy, type TabularPolicy } from './bellman.js';
import type { FiniteMDP } from './finite-mdp.js';
import { isClose, refuseEndless, type SweepOptions, sweepOptions } from './sweep.js';

/** A dense system of more states would take seconds and hundreds of megabytes. */
const MOST_STATES = 3000;
/** A pivot below it is 0 but for rounding: the system has no solution. */
const SINGULAR = 1e-12;

/**
 * Iterative policy evaluation: V ← T^π V until V is within the tolerance (Sutton & Barto 2018, section 4.1).
 *
 * @param start values to begin with; default 0
 * @throws UserError when values have not settled after `maxSweeps`.
 */
export function policyEvaluation(
  mdp: FiniteMDP,
  policy: TabularPolicy,
  options: SweepOptions & { start?: Float64Array } = {},
): Float64Array {
  requirePolicy(mdp, policy);
  const { start, ...rest } = options;
  const rules = sweepOptions(rest);
  let values: Float64Array = start?.slice() ?? new Float64Array(mdp.numStates);
  let change = 0;
  for (let i = 0; i < rules.maxSweeps; i++) {
    const next = evaluationSweep(mdp, policy, rules.gamma, values);
    change = distance(values, next);
    values = next;
    if (isClose(change, rules)) return values;
  }
  return refuseEndless(change, rules);
}

/** T^π V; of a deterministic policy without the values of other actions. */
function evaluationSweep(
  mdp: FiniteMDP,
  policy: TabularPolicy,
  gamma: number,
  values: Float64Array,
): Float64Array {
  if (!(policy instanceof Int32Array)) return policyBackup(mdp, policy, gamma, values);
  return values.map((_, s) => choiceValue(mdp, gamma, values, s * mdp.numActions + policy[s]!));
}

/** The largest difference of two arrays: ‖a - b‖∞. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
  return largest;
}

/**
 * The exact values of a policy, V = (I - γ·P^π)⁻¹ r^π, by elimination. With γ < 1 the rows are diagonally dominant, so no
 * pivots have to be looked for.
 *
 * @throws UserError with γ = 1 for a policy that never ends, and for more than 3,000 states.
 */
export function solvePolicy(mdp: FiniteMDP, policy: TabularPolicy, gamma: number): Float64Array {
  requirePolicy(mdp, policy);
  sweepOptions({ gamma });
  const { numStates: n } = mdp;
  if (n > MOST_STATES)
    throw new UserError(
      `solvePolicy: ${n} states need a matrix of ${n} x ${n}; up to ${MOST_STATES} are solved, use policyEvaluation.`,
    );
  const { rows, right } = linearSystem(mdp, policy, gamma);
  for (let p = 0; p < n; p++) {
    const pivotRow = rows[p]!;
    const pivot = pivotRow[p]!;
    if (Math.abs(pivot) < SINGULAR)
      throw new UserError(
        `solvePolicy: with gamma ${gamma} this policy has no finite values: from state ${p} it may never end. Lower gamma.`,
      );
    for (let i = p + 1; i < n; i++) {
      const row = rows[i]!;
      if (row[p] === 0) continue;
      const factor = row[p]! / pivot;
      for (let j = p; j < n; j++) row[j]! -= factor * pivotRow[j]!;
      right[i]! -= factor * right[p]!;
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    const row = rows[i]!;
    let sum = right[i]!;
    for (let j = i + 1; j < n; j++) sum -= row[j]! * right[j]!;
    right[i] = sum / row[i]!;
  }
  return right;
}

/** I - γ·P^π, row by row, and r^π. */
function linearSystem(mdp: FiniteMDP, policy: TabularPolicy, gamma: number) {
  const { numStates, numActions, first, nextStates, probabilities, rewards } = mdp;
  const right = new Float64Array(numStates);
  const rows = Array.from({ length: numStates }, (_, s) => {
    const row = new Float64Array(numStates);
    row[s] = 1;
    for (let a = 0; a < numActions; a++) {
      const c = s * numActions + a;
      const weight = policy instanceof Int32Array ? Number(policy[s] === a) : policy[c]!;
      if (weight === 0) continue;
      right[s]! += weight * rewards[c]!;
      for (let k = first[c]!; k < first[c + 1]!; k++)
        row[nextStates[k]!]! -= gamma * weight * probabilities[k]!;
    }
    return row;
  });
  return { rows, right };
}
