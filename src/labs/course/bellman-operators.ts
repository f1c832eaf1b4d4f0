// Bellman operators on random decision processes: monotone, contractions, one fixed point.
import {
  actionValues,
  distance,
  FiniteMDP,
  optimalBackup,
  optimalBackupQ,
  policyBackup,
  policyBackupQ,
  policyIteration,
  solvePolicy,
  uniformPolicy,
  valueIteration,
} from '../../envs/mdp/index.js';
import { Generator } from '../../random/index.js';
import { atMost, defineLab, exactly } from '../index.js';

/** Operators of a policy and of the best one, on values of states and of actions. */
const NAMES = ['T^π on V', 'T* on V', 'T^π on Q', 'T* on Q'] as const;

export const lab = defineLab({
  name: 'bellman-operators',
  chapter: 'course',
  title: 'Bellman operators',
  asks: 'On V and on Q, are the operators of a policy and of the best one monotone, do they shrink distances by γ, and where do they lead?',
  settings: { processes: 300, sign: 1 },
  quick: { processes: 100 },
  flaw: { what: 'values of next states are subtracted', settings: { sign: -1 } },
  program({ processes, sign }, lab) {
    const rng = new Generator(11);
    let [unordered, shrunk, ways] = [0, 0, 0];
    const apart = NAMES.map(() => 0);
    const curves = NAMES.map(() => [] as number[]);
    for (let i = 0; i < processes; i++) {
      const mdp = randomProcess(rng, rng.integers(2, 9), rng.integers(1, 5));
      const gamma = rng.uniform(0.5, 0.95);
      const policy = uniformPolicy(mdp);
      const signed = (values: Float64Array) => values.map((x) => sign * x);
      const operators: [number, (values: Float64Array) => Float64Array][] = [
        [mdp.numStates, (v) => policyBackup(mdp, policy, gamma, signed(v))],
        [mdp.numStates, (v) => optimalBackup(mdp, gamma, signed(v))],
        [mdp.rewards.length, (q) => policyBackupQ(mdp, policy, gamma, signed(q))],
        [mdp.rewards.length, (q) => optimalBackupQ(mdp, gamma, signed(q))],
      ];
      const exact = solvePolicy(mdp, policy, gamma);
      const best = policyIteration(mdp, { gamma }).values;
      // Q of a policy, and the best one, are a step before V of the same.
      const points = [exact, best, actionValues(mdp, gamma, exact), actionValues(mdp, gamma, best)];
      for (const [which, [size, apply]] of operators.entries()) {
        const values = () => Float64Array.from({ length: size }, () => rng.uniform(-5, 5));
        const [u, v] = [values(), values()];
        const above = u.map((x) => x + rng.uniform(0, 3));
        const [low, high] = [apply(u), apply(above)];
        if (low.some((x, s) => x > high[s]! + 1e-12)) unordered++;
        shrunk = Math.max(shrunk, distance(apply(u), apply(v)) / distance(u, v) / gamma);
        // From anywhere it comes to one point, at least as fast as γᵏ.
        let x: Float64Array = values();
        for (let k = 0; k < 600; k++) {
          if (i === 0 && k < 60) curves[which]!.push(Math.log10(distance(x, points[which]!) + 1e-16));
          x = apply(x);
        }
        apart[which] = Math.max(apart[which]!, distance(x, points[which]!));
      }
      ways = Math.max(ways, distance(best, valueIteration(mdp, { gamma }).values));
    }
    lab.check('pairs that an operator puts out of order', unordered, exactly(0), 0);
    lab.check('distance after / (γ · before), at most', shrunk, atMost(1 + 1e-9), 1);
    lab.check('from (I - γP)⁻¹r after 600 times', apart[0]!, atMost(1e-8), 0);
    lab.check('T* on V: from the values of policy iteration', apart[1]!, atMost(1e-7), 0);
    lab.check('T^π on Q: from r + γP(I - γP)⁻¹r', apart[2]!, atMost(1e-8), 0);
    lab.check('T* on Q: from r + γP V*', apart[3]!, atMost(1e-7), 0);
    lab.check('between value and policy iteration', ways, atMost(1e-7), 0);
    lab.plot({
      title: 'Distance to the fixed point, one of the processes',
      xLabel: 'times applied',
      yLabel: 'powers of ten',
      series: curves.map((y, i) => ({ label: NAMES[i]!, x: y.map((_, k) => k), y })),
    });
  },
});

function randomProcess(rng: Generator, states: number, actions: number): FiniteMDP {
  const distribution = () => {
    const raw = Array.from({ length: states }, () => rng.random() ** 3);
    const total = raw.reduce((sum, x) => sum + x, 0);
    return raw.map((x) => x / total);
  };
  const each = <T>(make: () => T) =>
    Array.from({ length: states }, () => Array.from({ length: actions }, make));
  return FiniteMDP.fromArrays({ transitions: each(distribution), rewards: each(() => rng.normal()) });
}
