// The planners as agents: exact, saved, resumed, and honest about what they cannot plan in.
import { describe, expect, it } from 'vitest';
import { expectExactResume } from '../../../test/agents.js';
import { Gridworld, make, makeVec } from '../../envs/index.js';
import { distance, mdpOf, valueIteration } from '../../envs/mdp/index.js';
import { evaluatePolicy } from '../../evaluate/index.js';
import { agentFromBytes, algorithm, PolicyIterationAgent, ValueIterationAgent } from '../index.js';

const METHODS = [
  ['value-iteration', { method: 'synchronous' }],
  ['value-iteration', { method: 'gauss-seidel' }],
  ['value-iteration', { method: 'prioritized' }],
  ['policy-iteration', { evaluation: 'solve' }],
  ['policy-iteration', { evaluation: 'iterative' }],
] as const;

describe.each(METHODS)('%s %j', (id, config) => {
  const create = (env: unknown, more: object = {}) =>
    algorithm(id).create(env as never, { ...config, ...more } as never) as ValueIterationAgent;

  it('plans the best values, then lets the rest of the budget go', async () => {
    for (const env of ['FrozenLake-v1', 'CliffWalking-v1', 'GridworldPlayer-v0']) {
      const agent = await create(env, { gamma: 0.95 }).learn({ totalSteps: 1e9 });
      expect(agent.isDone).toBe(true);
      expect(distance(agent.values, valueIteration(mdpOf(env).mdp, { gamma: 0.95 }).values)).toBeLessThan(
        1e-7,
      );
      expect(agent.numTimesteps).toBe(1e9);
    }
  });

  it('plays by them, also from a file', async () => {
    const agent = await create('Taxi-v4').learn({ totalIterations: 1500 });
    const copy = agentFromBytes(agent.toBytes());
    for (const each of [agent, copy]) {
      const { returns } = evaluatePolicy(each, 'Taxi-v4', { episodes: 20, seed: 5 });
      expect(Math.min(...returns)).toBeGreaterThanOrEqual(3);
    }
    expect(copy.weights()['plan.values']!.data).toEqual(agent.values);
    expect(agent.qValues(3 as never)).toHaveLength(6);
    expect(agent.policy).toHaveLength(500);
  });

  it('goes on bit for bit', () =>
    expectExactResume(() => create(makeVec('FrozenLake8x8-v1'), { logInterval: 1 }), 12, 3));
});

it('say what they cannot plan in', async () => {
  expect(() => new ValueIterationAgent('CartPole-v1')).toThrow(/tells no transition table/);
  expect(() => new PolicyIterationAgent('GridworldRandom-v0')).toThrow(/do not tell which of the 16 states/);
  const agent = new ValueIterationAgent('FrozenLake-v1');
  await expect(agent.learn({ totalEpisodes: 5 })).rejects.toThrow(
    /plays no episodes: give it a number of steps/,
  );
  const endless = new PolicyIterationAgent('CliffWalking-v1', { gamma: 1 });
  await expect(endless.learn({ totalSteps: 5 })).rejects.toThrow(/may never end. Lower gamma/);
});

it('play in the world of their table wherever it is wrapped', async () => {
  const agent = await new ValueIterationAgent(() => make('Gridworld-v0') as never, { gamma: 0.9 }).learn({
    totalSteps: 100,
  });
  expect(evaluatePolicy(agent, 'Gridworld-v0', { episodes: 3 }).mean).toBe(4);
  const sparse = new ValueIterationAgent(new Gridworld({ rewards: 'sparse' }), { gamma: 0.9 });
  await sparse.learn({ totalSteps: 100 });
  expect(sparse.values[3]).toBeCloseTo(0.9 ** 6, 10);
});
