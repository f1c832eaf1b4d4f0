// Bellman operators on random decision processes: monotone, contractions, one fixed point.
import {
  distance,
  FiniteMDP,
  optimalBackup,
  policyBackup,
  policyIteration,
  solvePolicy,
  uniformPolicy,
  valueIteration,
} from '../../envs/mdp/index.js';
import { Generator } from '../../random/index.js';
import { atMost, defineLab, exactly } from '../index.js';

export const lab = defineLab({
  name: 'bellman-operators',
  chapter: 'course',
  title: 'Bellman operators',
  asks: 'Are the operators of a policy and of the best one monotone, do they shrink distances by γ, and where do they lead?',
  settings: { processes: 300, sign: 1 },
  quick: { processes: 100 },
  flaw: { what: 'values of next states are subtracted', settings: { sign: -1 } },
  program({ processes, sign }, lab) {
    const rng = new Generator(11);
    let [unordered, shrunk, apart, ways] = [0, 0, 0, 0];
    const curve: number[] = [];
    for (let i = 0; i < processes; i++) {
      const mdp = randomProcess(rng, rng.integers(2, 9), rng.integers(1, 5));
      const gamma = rng.uniform(0.5, 0.95);
      const policy = uniformPolicy(mdp);
      const values = () => Float64Array.from({ length: mdp.numStates }, () => rng.uniform(-5, 5));
      const operators = [
        (v: Float64Array) =>
          policyBackup(
            mdp,
            policy,
            gamma,
            v.map((x) => sign * x),
          ),
        (v: Float64Array) =>
          optimalBackup(
            mdp,
            gamma,
            v.map((x) => sign * x),
          ),
      ];
      for (const apply of operators) {
        const [u, v] = [values(), values()];
        const above = u.map((x) => x + rng.uniform(0, 3));
        const [low, high] = [apply(u), apply(above)];
        if (low.some((x, s) => x > high[s]! + 1e-12)) unordered++;
        shrunk = Math.max(shrunk, distance(apply(u), apply(v)) / distance(u, v) / gamma);
      }
      let v: Float64Array = values();
      const exact = solvePolicy(mdp, policy, gamma);
      for (let k = 0; k < 600; k++) {
        if (i === 0 && k < 60) curve.push(Math.log10(distance(v, exact)));
        v = operators[0]!(v);
      }
      apart = Math.max(apart, distance(v, exact));
      ways = Math.max(
        ways,
        distance(valueIteration(mdp, { gamma }).values, policyIteration(mdp, { gamma }).values),
      );
    }
    lab.check('pairs that an operator puts out of order', unordered, exactly(0), 0);
    lab.check('distance after / (γ · before), at most', shrunk, atMost(1 + 1e-9), 1);
    lab.check('from (I - γP)⁻¹r after 600 times', apart, atMost(1e-8), 0);
    lab.check('between value and policy iteration', ways, atMost(1e-7), 0);
    lab.plot({
      title: 'Distance to the fixed point',
      xLabel: 'times applied',
      yLabel: 'powers of ten',
      series: [{ label: 'one of the processes', x: curve.map((_, k) => k), y: curve }],
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
