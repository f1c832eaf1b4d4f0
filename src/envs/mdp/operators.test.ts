// Bellman's operators on several hundred random processes: monotone, γ-contractions with one fixed point each.
import { expect, it } from 'vitest';
import { randomMDP } from '../../../test/random-mdp.js';
import {
  actionValues,
  bestValues,
  distance,
  optimalBackup,
  optimalBackupQ,
  policyBackup,
  policyBackupQ,
  policyEvaluation,
  policyIteration,
  policyValues,
  solvePolicy,
  VALUE_ITERATION_METHODS,
  valueIteration,
} from './index.js';

const PROCESSES = Array.from({ length: 400 }, (_, seed) => randomMDP(seed));
/** Of values up to some thousands in double precision. */
const ROUNDING = 1e-9;

/** The four operators on values of their kind, with how long those are. */
const operators = ({ mdp, gamma, policy }: (typeof PROCESSES)[number]) => [
  { apply: (v: Float64Array) => policyBackup(mdp, policy, gamma, v), size: mdp.numStates },
  { apply: (v: Float64Array) => optimalBackup(mdp, gamma, v), size: mdp.numStates },
  { apply: (q: Float64Array) => policyBackupQ(mdp, policy, gamma, q), size: mdp.rewards.length },
  { apply: (q: Float64Array) => optimalBackupQ(mdp, gamma, q), size: mdp.rewards.length },
];

it('are monotone: from values that are nowhere less come values that are nowhere less', () => {
  for (const process of PROCESSES) {
    for (const { apply, size } of operators(process)) {
      const low = Float64Array.from({ length: size }, () => process.rng.uniform(-50, 50));
      const high = low.map((x) => x + process.rng.random() * (process.rng.random() < 0.3 ? 0 : 20));
      const [a, b] = [apply(low), apply(high)];
      const gains = a.map((x, i) => (x === -Infinity ? 0 : b[i]! - x));
      expect(Math.min(...gains)).toBeGreaterThanOrEqual(-ROUNDING);
    }
  }
});

it('are contractions: two values come closer by γ or more', () => {
  for (const process of PROCESSES) {
    for (const { apply, size } of operators(process)) {
      const [v, w] = [1, 2].map(() =>
        Float64Array.from({ length: size }, () => process.rng.uniform(-50, 50)),
      );
      expect(distance(apply(v!), apply(w!))).toBeLessThanOrEqual(process.gamma * distance(v!, w!) + ROUNDING);
    }
  }
});

it('contract by exactly γ where nothing ends: a constant stays one, γ times as far', () => {
  for (const process of PROCESSES) {
    const goesOn = process.mdp.first.every((_, c) => {
      if (c === process.mdp.rewards.length) return true;
      let sum = 0;
      for (let k = process.mdp.first[c]!; k < process.mdp.first[c + 1]!; k++)
        sum += process.mdp.probabilities[k]!;
      return process.mdp.rewards[c] === -Infinity || Math.abs(sum - 1) < 1e-12;
    });
    if (!goesOn) continue;
    for (const { apply, size } of operators(process)) {
      const v = Float64Array.from({ length: size }, () => process.rng.uniform(-5, 5));
      expect(distance(apply(v), apply(v.map((x) => x + 7)))).toBeCloseTo(7 * process.gamma, 8);
    }
  }
});

it('have one fixed point, to which every start leads at the rate γ: that of the linear system', () => {
  for (const { mdp, gamma, policy, rng } of PROCESSES) {
    const exact = solvePolicy(mdp, policy, gamma);
    expect(distance(policyBackup(mdp, policy, gamma, exact), exact)).toBeLessThan(ROUNDING);
    const q = actionValues(mdp, gamma, exact);
    expect(distance(policyBackupQ(mdp, policy, gamma, q), q)).toBeLessThan(ROUNDING);
    expect(distance(policyEvaluation(mdp, policy, { gamma }), exact)).toBeLessThan(1e-8);
    let v: Float64Array = Float64Array.from(exact, () => rng.uniform(-1000, 1000));
    for (let k = 0; k < 30; k++) {
      const next = policyBackup(mdp, policy, gamma, v);
      expect(distance(next, exact)).toBeLessThanOrEqual(gamma * distance(v, exact) + ROUNDING);
      v = next;
    }
  }
});

it('policy iteration and all kinds of value iteration find the same best values', () => {
  for (const { mdp, gamma, policy } of PROCESSES) {
    const best = policyIteration(mdp, { gamma });
    expect(distance(optimalBackup(mdp, gamma, best.values), best.values)).toBeLessThan(1e-7);
    expect(
      distance(policyIteration(mdp, { gamma, evaluation: 'iterative' }).values, best.values),
    ).toBeLessThan(1e-7);
    for (const method of VALUE_ITERATION_METHODS) {
      const { values, q } = valueIteration(mdp, { gamma, method });
      expect(distance(values, best.values), method).toBeLessThan(1e-7);
      // The identities of v*, q* and a*: v* = max q*, q* = r + γ·Σ p·v*, a* = argmax q*.
      expect(distance(bestValues(mdp, q), values)).toBeLessThan(1e-8);
      expect(distance(actionValues(mdp, gamma, bestValues(mdp, q)), q)).toBeLessThan(1e-8);
      expect(distance(policyValues(mdp, best.policy, q), bestValues(mdp, q))).toBeLessThan(1e-7);
    }
    // No policy is better anywhere.
    solvePolicy(mdp, policy, gamma).forEach((value, s) => {
      expect(value).toBeLessThanOrEqual(best.values[s]! + 1e-7);
    });
  }
});
