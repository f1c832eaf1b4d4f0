// Exact values of known worlds, and what is refused.
import { describe, expect, it } from 'vitest';
import { playOptimally } from '../../../test/optimal-play.js';
import { Gridworld, make, makeVec, mdp as namespace, RescaleReward, SyncVectorEnv, Taxi } from '../index.js';
import {
  actionValues,
  bestValues,
  distance,
  FiniteMDP,
  greedyPolicy,
  mdpOf,
  policyEvaluation,
  policyIteration,
  policyValues,
  solvePolicy,
  uniformPolicy,
  VALUE_ITERATION_METHODS,
  valueIteration,
} from './index.js';

const WORLDS = [
  'FrozenLake-v1',
  'FrozenLake8x8-v1',
  'Taxi-v4',
  'CliffWalking-v1',
  'CliffWalkingSlippery-v1',
  'Gridworld-v0',
  'GridworldPlayer-v0',
];

describe.each(WORLDS)('%s', (id) => {
  const { mdp } = mdpOf(id);
  const gamma = 0.95;

  it('has one best value function, whoever looks for it, with v* = max q*, q* = r + γ·Σ p·v*, a* = argmax q*', () => {
    const best = policyIteration(mdp, { gamma });
    for (const method of VALUE_ITERATION_METHODS) {
      const { values, q, policy } = valueIteration(mdp, { gamma, method });
      expect(distance(values, best.values), method).toBeLessThan(1e-7);
      expect(distance(values, bestValues(mdp, q))).toBeLessThan(1e-8);
      expect(distance(q, actionValues(mdp, gamma, bestValues(mdp, q)))).toBeLessThan(1e-8);
      expect(policy).toEqual(greedyPolicy(mdp, q));
      expect(distance(solvePolicy(mdp, policy, gamma), values)).toBeLessThan(1e-6);
    }
  });

  it('values any policy by sweeps as by the linear system', () => {
    const policy = uniformPolicy(mdp);
    const exact = solvePolicy(mdp, policy, gamma);
    expect(distance(policyEvaluation(mdp, policy, { gamma, tolerance: 1e-8 }), exact)).toBeLessThan(1e-7);
    expect(distance(policyValues(mdp, policy, actionValues(mdp, gamma, exact)), exact)).toBeLessThan(1e-8);
  });
});

describe('values that are known', () => {
  it('FrozenLake: the goal is reached with chance 14/17 without a limit of time', () => {
    // γ = 1: the value of the start is the chance to get there.
    expect(valueIteration(mdpOf('FrozenLake-v1').mdp, { gamma: 1, tolerance: 1e-12 }).values[0]).toBeCloseTo(
      14 / 17,
      8,
    );
    expect(valueIteration(mdpOf('FrozenLake-v1').mdp, { gamma: 0.99 }).values[0]).toBeCloseTo(0.542026, 6);
  });

  it('CliffWalking: 13 steps; Gridworld: 7 moves for 10, so γ⁶ when only the goal pays', () => {
    expect(valueIteration(mdpOf('CliffWalking-v1').mdp, { gamma: 1 }).values[36]).toBe(-13);
    expect(valueIteration(mdpOf('Gridworld-v0').mdp, { gamma: 1 }).values[3]).toBe(4);
    const sparse = mdpOf(new Gridworld({ rewards: 'sparse' }));
    expect(valueIteration(sparse.mdp, { gamma: 0.9 }).values[3]).toBeCloseTo(0.9 ** 6, 12);
  });

  it('Taxi: the mean over its 300 starts is 7.93; played, the policy earns its value', () => {
    const { startDistribution } = new Taxi();
    const { mdp } = mdpOf('Taxi-v4');
    const { values, policy } = valueIteration(mdp, { gamma: 1 });
    const mean = startDistribution.reduce((sum, p, s) => sum + p * values[s]!, 0);
    expect(mean).toBeCloseTo(7.93, 2);
    expect(playOptimally('Taxi-v4', policy, 40)).toEqual({ wanted: 40, met: 40 });
  });

  it('a process by hand: two states, one of which pays for staying', () => {
    const table = [
      [[{ probability: 1, nextState: 1, reward: 0 }], []],
      [
        [{ probability: 1, nextState: 1, reward: 1 }],
        [{ probability: 1, nextState: 0, reward: 5, terminated: true }],
      ],
    ];
    const mdp = new FiniteMDP(table);
    const { values, policy, q } = valueIteration(mdp, { gamma: 0.9 });
    expect(values[1]).toBeCloseTo(10, 8);
    expect(values[0]).toBeCloseTo(9, 8);
    expect([...policy]).toEqual([0, 0]);
    expect(q[1]).toBe(-Infinity);
    const dense = FiniteMDP.fromArrays({ transitions: [[[0, 1]], [[0, 1]]], rewards: [[0], [[3, 1]]] });
    expect(valueIteration(dense, { gamma: 0.9 }).values[0]).toBeCloseTo(9, 8);
  });

  it('prioritised sweeping works out fewer values than plain sweeps where little changes at a time', () => {
    const { mdp } = mdpOf(new Gridworld({ size: 20 }));
    const work = (method: 'synchronous' | 'prioritized') =>
      valueIteration(mdp, { gamma: 0.99, method }).backups;
    expect(work('prioritized')).toBeLessThan(work('synchronous') / 2);
  });
});

describe('is found', () => {
  it('in an id, an environment in its usual wrappers, and vectors of it', () => {
    const options = { isSlippery: false };
    const values = valueIteration(mdpOf(make('FrozenLake-v1', options)).mdp).values;
    for (const vector of [
      makeVec('FrozenLake-v1', { numEnvs: 2, options }),
      new SyncVectorEnv([() => make('FrozenLake-v1', options)], {}),
    ])
      expect(valueIteration(mdpOf(vector).mdp).values).toEqual(values);
    expect(values[0]).toBeCloseTo(0.99 ** 5, 10);
    expect(namespace.mdpOf).toBe(mdpOf);
  });

  it('with the state of an observation', () => {
    const env = make('GridworldPlayer-v0');
    const { stateOf } = mdpOf(env);
    const { observation } = env.reset({ seed: 3 });
    expect(stateOf(observation)).toBe([...(observation as Uint8Array)].indexOf(1));
  });

  it('nowhere else', () => {
    expect(() => mdpOf('CartPole-v1')).toThrow(/CartPole tells no transition table/);
    expect(() => mdpOf('GridworldRandom-v0')).toThrow(
      /observations of Gridworld.*do not tell which of the 16 states/,
    );
    expect(() => mdpOf(new RescaleReward(make('Taxi-v4'), { factor: 2 }) as never)).toThrow(
      /RescaleReward changes what the transition table/,
    );
  });
});

describe('is refused', () => {
  const one = (outcome: object) =>
    new FiniteMDP([[[{ probability: 1, nextState: 0, reward: 0, ...outcome }]]]);

  it.each([
    [() => new FiniteMDP([]), /at least one state and one action/],
    [() => new FiniteMDP([[[]]]), /state 0 has no action/],
    [() => one({ probability: 0.5 }), /state 0, action 0 must sum to 1, got 0.5/],
    [() => one({ nextState: 1 }), /a next state below 1/],
    [() => one({ reward: Number.NaN }), /a finite reward/],
    [() => valueIteration(one({}), { gamma: 1.5 }), /gamma must be a number from 0 to 1, got 1.5/],
    [
      () => valueIteration(one({ reward: 1 }), { gamma: 1, maxSweeps: 50 }),
      /still change by 1 after 50 sweeps.*lower gamma/,
    ],
    [() => solvePolicy(one({ reward: 1 }), Int32Array.of(0), 1), /never end/],
    [() => solvePolicy(one({}), Int32Array.of(1), 0.9), /one of 1 actions/],
    [() => solvePolicy(one({}), Float64Array.of(0.5), 0.9), /sum to 1/],
    [() => policyEvaluation(one({}), new Float64Array(2)), /got 2 numbers/],
  ])('%#', (attempt, message) => {
    expect(attempt).toThrow(message);
  });
});
