import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectDeterminism, expectExactResume, MaskedEnv, OneStepEnv, play } from '../../../test/agents.js';
import {
  type Env,
  IdentityEnv,
  IdentityEnvBox,
  IdentityEnvMultiBinary,
  IdentityEnvMultiDiscrete,
  makeVec,
  SyncVectorEnv,
} from '../../envs/index.js';
import { WorkerVectorEnv } from '../../parallel/index.js';
import { Generator } from '../../random/index.js';
import { Discrete } from '../../spaces/index.js';
import { tensor } from '../../tensor/index.js';
import { FlattenExtractor } from '../features/flatten.js';
import { A3C } from './a3c.js';
import { type A3COptions, bookPreset } from './config.js';
import { A3CNetwork } from './network.js';

const fast: A3COptions = {
  learningRate: 5e-3,
  gamma: 0,
  nSteps: 8,
  hiddenSizes: [32],
  stateNorm: 'none',
  returnNorm: 'none',
};

const vector = (create: () => Env, n = 3) => new SyncVectorEnv(Array<() => Env>(n).fill(create));

describe('the network of A3C', () => {
  const options = {
    hiddenSizes: [25, 50],
    criticHiddenSizes: [25],
    activation: 'relu' as const,
    stateNorm: 'l2' as const,
    detachCritic: true,
    valueActivation: 'tanh' as const,
  };
  const network = new A3CNetwork(new FlattenExtractor(4), new Discrete(2), {
    ...options,
    rng: new Generator(1),
  });

  it('has the 2,828 parameters of the book', () => {
    expect(network.parameters().reduce((sum, { size }) => sum + size, 0)).toBe(2828);
  });

  it('sees the direction of the state only, row by row, and survives a state of zeros', () => {
    const values = network.values(
      tensor([
        [1, -2, 3, 0.5],
        [10, -20, 30, 5],
        [0, 0, 0, 0],
      ]),
    );
    expect(values[1]).toBeCloseTo(values[0]!, 5);
    expect(values[2]).not.toBeCloseTo(values[0]!, 3);
    expect(values.every((value) => Math.abs(value) < 1)).toBe(true);
  });

  it.each([true, false])('keeps the critic from changing the shared layers: %s', (detachCritic) => {
    const one = new A3CNetwork(new FlattenExtractor(4), new Discrete(2), {
      ...options,
      detachCritic,
      rng: new Generator(1),
    });
    one
      .forward(tensor([[1, 2, 3, 4]]))
      .values.sum()
      .backward();
    const touched = one.shared.parameters().some(({ grad }) => grad?.toArray().some((g) => g !== 0));
    expect(touched).toBe(!detachCritic);
  });
});

describe('A3C', () => {
  it.each([
    ['Discrete', () => new IdentityEnv(), 3000],
    ['MultiDiscrete', () => new IdentityEnvMultiDiscrete(), 6000],
    ['MultiBinary', () => new IdentityEnvMultiBinary(), 6000],
    ['Box', () => new IdentityEnvBox({ eps: 0.5 }), 12_000],
  ])('learns the identity task with %s actions', async (_, create, totalSteps) => {
    const agent = await new A3C(vector(create), { ...fast, seed: 1 }).learn({ totalSteps });
    expect(play(agent, create())).toBeGreaterThanOrEqual(90);
  });

  it.each([
    ['one update for all workers', { mode: 'sync', learningRate: 1e-2 }],
    ['whole episodes', { nSteps: null, learningRate: 1e-2 }],
    ['whole episodes, one update for all workers', { nSteps: null, mode: 'sync', learningRate: 2e-2 }],
    ['scaled returns', { returnNorm: 'scale', returnScale: 0.5 }],
    ['clipped gradients and no bootstrap', { maxGradNorm: 0.5, bootstrap: 'none' }],
  ] as const)('learns with %s', async (_, options) => {
    const create = () => new IdentityEnv({ episodeLength: 20 });
    const agent = await new A3C(vector(create), { ...fast, ...options, seed: 2 }).learn({ totalSteps: 6000 });
    expect(play(agent, new IdentityEnv())).toBeGreaterThanOrEqual(90);
  });

  it('never takes an illegal action, and learns among the legal ones', async () => {
    const agent = await new A3C(
      vector(() => new MaskedEnv()),
      { ...fast, seed: 3 },
    ).learn({ totalSteps: 4000 });
    expect(play(agent, new MaskedEnv(), 20)).toBe(20);
  });

  it.each([
    ['terminated', 1],
    ['truncated', 2],
  ] as const)('gives an episode that is %s after one step the value %d', async (end, value) => {
    const options = { ...fast, gamma: 0.5, nSteps: 3, learningRate: 2e-3 };
    const agent = await new A3C(new OneStepEnv(end), options).learn({ totalSteps: 6000 });
    expect(agent.network.values(tensor([[1]]))[0]).toBeCloseTo(value, 1);
  });

  it.each([
    ['terminated', {}, -10],
    ['truncated', {}, 1],
    ['truncated', { penalizeTruncation: true }, -10],
  ] as const)('punishes the end of an episode that is %s as asked: %j', async (end, options, value) => {
    const punished: A3COptions = {
      ...fast,
      terminalReward: -10,
      bootstrap: 'none',
      learningRate: 1e-2,
      ...options,
    };
    const agent = await new A3C(new OneStepEnv(end), punished).learn({ totalSteps: 6000 });
    expect(agent.network.values(tensor([[1]]))[0]! / value).toBeCloseTo(1, 1);
  });

  it.each(['inline', 'sync'] as const)('is deterministic for a seed, mode %s', (mode) =>
    expectDeterminism((seed) => new A3C('CartPole-v1', { mode, seed }), 700),
  );

  it.each([
    ['inline', { logInterval: 5 }],
    ['inline, whole episodes', { nSteps: null, logInterval: 5 }],
    ['sync', { mode: 'sync', logInterval: 2 }],
    ['the book', { ...bookPreset, logInterval: 7 }],
  ] as const)('goes on bit for bit after saveState and loadState: %s', (_, options) =>
    expectExactResume(() => new A3C('CartPole-v1', { workers: 3, ...options, seed: 2 }), 900, 450),
  );

  it('does the same with environments in threads, however many', async () => {
    const train = (threads: number) => {
      const env =
        threads === 0
          ? makeVec('CartPole-v1', { numEnvs: 5 })
          : new WorkerVectorEnv('CartPole-v1', { numEnvs: 5, workers: threads });
      return new A3C(env, { mode: 'sync', seed: 4 }).learn({ totalSteps: 600 });
    };
    const [alone, one, three] = [await train(0), await train(1), await train(3)];
    expect(one.weights()).toEqual(alone.weights());
    expect(three.weights()).toEqual(alone.weights());
    for (const { env } of [one, three]) env.close();
  });

  it('saves to and loads from one file', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'trainyard-')), 'agent.safetensors');
    const agent = await new A3C('CartPole-v1', { seed: 4, workers: 2 }).learn({ totalSteps: 303 });
    await agent.save(path, { memory: true });
    const loaded = await A3C.load(path, makeVec('CartPole-v1', { numEnvs: 2 }));
    expect(loaded.weights()).toEqual(agent.weights());
    expect(loaded.saveState()).toEqual(agent.saveState());
  });

  it('counts the workers of a vector environment as its own', () => {
    expect(new A3C(makeVec('CartPole-v1', { numEnvs: 3 })).config.workers).toBe(3);
    expect(new A3C('CartPole-v1').env.numEnvs).toBe(7);
    expect(() => new A3C(makeVec('CartPole-v1'), { workers: 2 })).toThrow(
      /2 workers need a vector of 2 environments, got one of 1/,
    );
  });
});
