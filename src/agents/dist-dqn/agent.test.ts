import { describe, expect, it } from 'vitest';
import { expectDeterminism, expectExactResume, MaskedEnv, play } from '../../../test/agents.js';
import { IdentityEnv, makeVec } from '../../envs/index.js';
import { Linear } from '../../nn/index.js';
import { SGD } from '../../optim/index.js';
import { Generator } from '../../random/index.js';
import { tensor } from '../../tensor/index.js';
import { takeRows } from './copies.js';
import { DistDQN } from './dist-dqn.js';
import { UnitLength } from './unit-length.js';

const fast = { learningStarts: 60, batchSize: 16, trainFreq: 1, targetUpdateInterval: 25 };
/** Rewards of 1 decide nothing, the end of a CartPole episode does. */
const falling = { ...fast, stepReward: 1, terminalReward: -10, extraCopies: 3, bufferSize: 200 };
const unzeroed = { optimizer: 'sgd', momentum: 1, learningRate: 1e-5, maxGradNorm: 1e9 } as const;

describe('DistDQN', () => {
  it('learns the identity task, whose rewards all decide', async () => {
    const agent = new DistDQN(new IdentityEnv(), { ...fast, learningRate: 1e-2, seed: 1 });
    await agent.learn({ totalSteps: 1000 });
    expect(play(agent, new IdentityEnv())).toBeGreaterThanOrEqual(90);
  });

  it('takes legal actions only, and learns among them', async () => {
    const agent = new DistDQN(new MaskedEnv(), { ...fast, learningRate: 1e-2, seed: 3 });
    await agent.learn({ totalSteps: 1500 });
    expect(play(agent, new MaskedEnv(), 20)).toBe(20);
  });

  it('is deterministic for a seed', () =>
    expectDeterminism((seed) => new DistDQN('CartPole-v1', { ...falling, ...unzeroed, seed }), 300));

  it('goes on bit for bit, copies and unzeroed gradients included', () =>
    expectExactResume(
      () =>
        new DistDQN(makeVec('CartPole-v1', { numEnvs: 2 }), {
          ...falling,
          ...unzeroed,
          logInterval: 1,
          seed: 2,
        }),
      500,
      263,
    ));

  it('begins at the cross-entropy of uniform distributions, summed over rows and actions', async () => {
    const losses: number[] = [];
    const agent = new DistDQN('Taxi-v4', {
      batchSize: 50,
      learningStarts: 50,
      trainFreq: 1,
      logInterval: 1,
      seed: 1,
    });
    await agent.learn({
      totalSteps: 205,
      callbacks: [{ onMetrics: (_, __, metrics) => void losses.push(metrics['train/loss']!) }],
    });
    expect(losses[0]).toBeGreaterThan(50 * 6 * Math.log(51) * 0.95);
    expect(losses[0]).toBeLessThan(50 * 6 * Math.log(51) * 1.05);
  });

  it('stores steps that decide more often', async () => {
    const agent = new DistDQN('CartPole-v1', { ...falling, bufferSize: 2000, learningStarts: 1000, seed: 1 });
    await agent.learn({ totalSteps: 1001 });
    const { memory, numEpisodes } = agent;
    expect(memory.size).toBe(1001 + 3 * numEpisodes);
    const rewards = Array.from({ length: memory.size }, (_, row) => memory.rewards.get(row));
    expect(rewards.filter((reward) => reward === -10)).toHaveLength(4 * numEpisodes);
  });

  it('refuses what nobody would read', () => {
    expect(() => new DistDQN('CartPole-v1', { momentum: 0.5 })).toThrow(/momentum: 0.5 would have no effect/);
    expect(() => new DistDQN('CartPole-v1', { nSteps: 3 } as never)).toThrow(
      /nSteps: no such hyperparameter/,
    );
    expect(() => new DistDQN('CartPole-v1', {}, { head: () => new Linear(1, 1) })).toThrow(/head/);
  });
});

it('a momentum of 1 is a gradient that is never zeroed', () => {
  const [a, b] = [new Linear(3, 2, { rng: new Generator(1) }), new Linear(3, 2, { rng: new Generator(1) })];
  const [momentum, plain] = [new SGD(a, { lr: 0.1, momentum: 1 }), new SGD(b, { lr: 0.1 })];
  const x = tensor([[1, -2, 3]]);
  for (let step = 0; step < 5; step++) {
    momentum.zeroGrad();
    a.forward(x).square().sum().backward();
    momentum.step();
    b.forward(x).square().sum().backward();
    plain.step();
  }
  const other = b.weight.toArray();
  for (const [i, w] of a.weight.toArray().entries()) expect(w).toBeCloseTo(other[i]!, 4);
});

it('rows have length 1, but for those of zeros', () => {
  const y = new UnitLength()
    .forward(
      tensor([
        [3, 4],
        [0, 0],
      ]),
    )
    .toArray();
  expect([...y]).toEqual([expect.closeTo(0.6, 6), expect.closeTo(0.8, 6), 0, 0]);
});

it('rows are taken whole, also of several environments', () => {
  const bytes = (...values: number[]) => Uint8Array.from(values);
  const taken = takeRows(
    {
      ...{ count: 2, rewards: [1, 2], actions: Int32Array.of(5, 6), alive: bytes(1, 0) },
      ...{
        observations: bytes(1, 2, 3, 4),
        nextObservations: bytes(5, 6, 7, 8),
        finalObservations: bytes(9, 9, 9, 9),
      },
      ...{ terminated: bytes(0, 1), truncated: bytes(0, 0), nextActionMasks: bytes(1, 1, 0, 0, 1, 1) },
    },
    [0, 1, 1],
  );
  expect(taken).toEqual({
    ...{ count: 3, rewards: [1, 2, 2], actions: Int32Array.of(5, 6, 6), alive: bytes(1, 0, 0) },
    ...{ observations: bytes(1, 2, 3, 4, 3, 4), nextObservations: bytes(5, 6, 7, 8, 7, 8) },
    ...{ finalObservations: bytes(9, 9, 9, 9, 9, 9), terminated: bytes(0, 1, 1), truncated: bytes(0, 0, 0) },
    nextActionMasks: bytes(1, 1, 0, 0, 1, 1, 0, 1, 1),
  });
});
