// Bellman's operators on values of states V and of actions Q, of a policy and of the best one.
import { UserError } from '../../io/errors.js';
import type { FiniteMDP } from './finite-mdp.js';

/** The action of each state (`Int32Array`), or the probability of each action in it, `numStates × numActions`. */
export type TabularPolicy = Int32Array | Float64Array;

/** Every action that is to be had, equally likely. */
export function uniformPolicy(mdp: FiniteMDP): Float64Array {
  const { numStates, numActions } = mdp;
  const policy = new Float64Array(numStates * numActions);
  for (let s = 0; s < numStates; s++) {
    let legal = 0;
    for (let a = 0; a < numActions; a++) if (mdp.isLegal(s, a)) legal++;
    for (let a = 0; a < numActions; a++) if (mdp.isLegal(s, a)) policy[s * numActions + a] = 1 / legal;
  }
  return policy;
}

/** @throws UserError unless a policy has a legal action per state, or probabilities of legal actions that sum to 1. */
export function requirePolicy(mdp: FiniteMDP, policy: TabularPolicy): void {
  const { numStates, numActions } = mdp;
  const isActions = policy instanceof Int32Array;
  const length = isActions ? numStates : numStates * numActions;
  if (policy.length !== length)
    throw new UserError(
      `A policy is an Int32Array of ${numStates} actions or a Float64Array of ${numStates * numActions} probabilities, got ${policy.length} numbers.`,
    );
  for (let s = 0; s < numStates; s++) {
    let sum = 0;
    for (let a = 0; a < numActions; a++) {
      const p = isActions ? Number(policy[s] === a) : policy[s * numActions + a]!;
      if (p > 0 && !mdp.isLegal(s, a))
        throw new UserError(`The policy takes action ${a} in state ${s}, which is not to be had there.`);
      sum += p < 0 ? Number.NaN : p;
    }
    if (!(Math.abs(sum - 1) < 1e-6))
      throw new UserError(
        `The policy of state ${s} must be one of ${numActions} actions, or probabilities that sum to 1.`,
      );
  }
}

/** Q(s, a) = r(s, a) + γ·Σ p(s'|s, a)·V(s'), `numStates × numActions`; -Infinity where the action is not to be had. */
export function actionValues(
  mdp: FiniteMDP,
  gamma: number,
  values: ArrayLike<number>,
  out = new Float64Array(mdp.rewards.length),
): Float64Array {
  for (let c = 0; c < out.length; c++) out[c] = choiceValue(mdp, gamma, values, c);
  return out;
}

/** The same of one choice, `state * numActions + action`. */
export function choiceValue(
  { first, nextStates, probabilities, rewards }: FiniteMDP,
  gamma: number,
  values: ArrayLike<number>,
  choice: number,
): number {
  let sum = 0;
  const end = first[choice + 1]!;
  for (let k = first[choice]!; k < end; k++) sum += probabilities[k]! * values[nextStates[k]!]!;
  return rewards[choice]! + gamma * sum;
}

/** V(s) = Σ π(a|s)·Q(s, a). */
export function policyValues(
  mdp: FiniteMDP,
  policy: TabularPolicy,
  q: ArrayLike<number>,
  out = new Float64Array(mdp.numStates),
): Float64Array {
  const { numStates, numActions } = mdp;
  for (let s = 0; s < numStates; s++) {
    if (policy instanceof Int32Array) {
      out[s] = q[s * numActions + policy[s]!]!;
      continue;
    }
    let sum = 0;
    for (let c = s * numActions; c < (s + 1) * numActions; c++) if (policy[c]! > 0) sum += policy[c]! * q[c]!;
    out[s] = sum;
  }
  return out;
}

/** V(s) = max Q(s, a). */
export function bestValues(
  { numStates, numActions }: FiniteMDP,
  q: ArrayLike<number>,
  out = new Float64Array(numStates),
): Float64Array {
  for (let s = 0; s < numStates; s++) {
    let best = -Infinity;
    for (let c = s * numActions; c < (s + 1) * numActions; c++) if (q[c]! > best) best = q[c]!;
    out[s] = best;
  }
  return out;
}

/** a*(s) = argmax Q(s, a), the first of equals. */
export function greedyPolicy({ numStates, numActions }: FiniteMDP, q: ArrayLike<number>): Int32Array {
  return Int32Array.from({ length: numStates }, (_, s) => {
    let best = 0;
    for (let a = 1; a < numActions; a++) if (q[s * numActions + a]! > q[s * numActions + best]!) best = a;
    return best;
  });
}

/** T^π on V: (T^π V)(s) = Σ π(a|s)·(r(s, a) + γ·Σ p(s'|s, a)·V(s')). */
export function policyBackup(
  mdp: FiniteMDP,
  policy: TabularPolicy,
  gamma: number,
  values: ArrayLike<number>,
) {
  return policyValues(mdp, policy, actionValues(mdp, gamma, values));
}

/** T^π on Q: (T^π Q)(s, a) = r(s, a) + γ·Σ p(s'|s, a)·Σ π(a'|s')·Q(s', a'). */
export function policyBackupQ(mdp: FiniteMDP, policy: TabularPolicy, gamma: number, q: ArrayLike<number>) {
  return actionValues(mdp, gamma, policyValues(mdp, policy, q));
}

/** T* on V: (T* V)(s) = max (r(s, a) + γ·Σ p(s'|s, a)·V(s')). */
export function optimalBackup(mdp: FiniteMDP, gamma: number, values: ArrayLike<number>): Float64Array {
  return bestValues(mdp, actionValues(mdp, gamma, values));
}

/** T* on Q: (T* Q)(s, a) = r(s, a) + γ·Σ p(s'|s, a)·max Q(s', a'). */
export function optimalBackupQ(mdp: FiniteMDP, gamma: number, q: ArrayLike<number>): Float64Array {
  return actionValues(mdp, gamma, bestValues(mdp, q));
}
