// v*, q* and a* in terms of one another, on worlds whose tables are known.
import {
  actionValues,
  bestValues,
  distance,
  greedyPolicy,
  mdpOf,
  policyValues,
  valueIteration,
} from '../../envs/mdp/index.js';
import { atMost, defineLab } from '../index.js';

export const lab = defineLab({
  name: 'values-and-actions',
  chapter: 'course',
  title: 'v*, q* and a* from one another',
  asks: 'Does v* = max q*, q* = r + γ·Σ p·v*, a* = argmax q* hold on FrozenLake, Taxi and Gridworld?',
  settings: { gamma: 0.95, other: 0.95 },
  flaw: { what: 'another discount on the way back', settings: { other: 0.9 } },
  program({ gamma, other }, lab) {
    for (const id of ['FrozenLake-v1', 'Taxi-v4', 'Gridworld-v0']) {
      const { mdp } = mdpOf(id);
      const { values, q } = valueIteration(mdp, { gamma, tolerance: 1e-10 });
      lab.check(`${id}: v* - max q*`, distance(bestValues(mdp, q), values), atMost(1e-8), 0);
      lab.check(`${id}: q* - (r + γ·Σ p·v*)`, gap(actionValues(mdp, other, values), q), atMost(1e-8), 0);
      const best = greedyPolicy(mdp, q);
      lab.check(`${id}: q*(s, a*) - v*`, distance(policyValues(mdp, best, q), values), atMost(1e-8), 0);
    }
  },
});

/** Largest distance where actions are to be had. */
const gap = (a: Float64Array, b: Float64Array) =>
  Math.max(...a.map((x, i) => (Number.isFinite(x) ? Math.abs(x - b[i]!) : 0)));
