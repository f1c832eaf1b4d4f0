import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectDeterminism, expectExactResume, MaskedEnv, OneStepEnv, play } from '../../../test/agents.js';
import {
  IdentityEnv,
  IdentityEnvBox,
  IdentityEnvMultiBinary,
  IdentityEnvMultiDiscrete,
  make,
  makeVec,
} from '../../envs/index.js';
import { tensor } from '../../tensor/index.js';
import type { Metrics } from '../agent.js';
import { PPO } from './ppo.js';

const fast = { learningRate: 3e-3, gamma: 0, nSteps: 64, batchSize: 32, nEpochs: 4, hiddenSizes: [32] };

describe('PPO', () => {
  it.each([
    ['Discrete', () => new IdentityEnv(), 1500, {}],
    ['MultiDiscrete', () => new IdentityEnvMultiDiscrete(), 2000, {}],
    ['MultiBinary', () => new IdentityEnvMultiBinary(), 2000, {}],
    ['Box', () => new IdentityEnvBox({ eps: 0.5 }), 5000, {}],
    [
      'Box, deviation from the network',
      () => new IdentityEnvBox({ eps: 0.5 }),
      5000,
      { actionStd: 'network' as const },
    ],
    ['Box, squashed', () => new IdentityEnvBox({ eps: 0.5 }), 5000, { squashActions: true }],
    [
      'Box, gSDE',
      () => new IdentityEnvBox({ eps: 0.5 }),
      5000,
      { actionStd: 'sde' as const, logStdInit: -1, sdeSampleFreq: 4 },
    ],
  ])('learns the identity task with %s actions', async (_, env, totalSteps, options) => {
    const agent = await new PPO(env(), { ...fast, ...options, seed: 1 }).learn({ totalSteps });
    expect(play(agent, env())).toBeGreaterThanOrEqual(90);
  });

  it('learns with shared layers, clipped values and an entropy bonus', async () => {
    const options = { ...fast, sharedNetwork: true, clipRangeVf: 0.2, entCoef: 0.01, seed: 2 };
    const agent = await new PPO(new IdentityEnv(), options).learn({ totalSteps: 1500 });
    expect(play(agent, new IdentityEnv())).toBeGreaterThanOrEqual(90);
  });

  it('never takes an illegal action, and learns among the legal ones', async () => {
    const agent = await new PPO(new MaskedEnv(), { ...fast, seed: 3 }).learn({ totalSteps: 2000 });
    expect(play(agent, new MaskedEnv(), 20)).toBe(20);
  });

  it.each([
    ['terminated', 1],
    ['truncated', 2],
  ] as const)('gives an episode that is %s after one step the value %d', async (end, value) => {
    const agent = await new PPO(new OneStepEnv(end), { ...fast, gamma: 0.5 }).learn({ totalSteps: 8000 });
    expect(agent.policy.values(tensor([[1]]))[0]).toBeCloseTo(value, 1);
  });

  it('ends the passes over a rollout when the policy has moved past targetKl', async () => {
    const firstRow = async (targetKl: number | null) => {
      const rows: Metrics[] = [];
      const record = { onMetrics: (_: unknown, __: number, row: Metrics) => void rows.push(row) };
      const options = { ...fast, learningRate: 0.05, nEpochs: 10, targetKl, seed: 5 };
      await new PPO('CartPole-v1', options).learn({ totalSteps: 64, callbacks: [record] });
      return rows[0]!;
    };
    expect((await firstRow(null))['train/n_updates']).toBe(10);
    expect((await firstRow(1e-3))['train/n_updates']).toBeLessThan(5);
  });

  it('follows the schedules of learning rate and clip range', async () => {
    const rows: Metrics[] = [];
    const record = { onMetrics: (_: unknown, __: number, row: Metrics) => void rows.push(row) };
    const options = { ...fast, learningRate: 'linear:1e-3:0', clipRange: 'linear:0.4:0', seed: 5 };
    await new PPO('CartPole-v1', options).learn({ totalSteps: 256, callbacks: [record] });
    expect(rows.map((row) => row['train/learning_rate'])).toEqual([7.5e-4, 5e-4, 2.5e-4, 0]);
    rows.forEach((row, i) => {
      expect(row['train/clip_range']).toBeCloseTo(0.3 - 0.1 * i, 12);
    });
  });

  it('is deterministic for a seed', () =>
    expectDeterminism((seed) => new PPO(makeVec('CartPole-v1', { numEnvs: 2 }), { ...fast, seed }), 512));

  it.each([
    ['CartPole-v1', {}],
    ['Pendulum-v1', { actionStd: 'sde' as const, sdeSampleFreq: 3 }],
  ])('goes on bit for bit after saveState and loadState: %s', (id, options) => {
    const settings = { ...fast, ...options, nSteps: 32, learningRate: 'linear:1e-3:0', seed: 2 };
    return expectExactResume(() => new PPO(makeVec(id, { numEnvs: 3 }), settings), 700, 300);
  });

  it('saves to and loads from one file', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'trainyard-')), 'agent.safetensors');
    const agent = await new PPO('CartPole-v1', { ...fast, seed: 4 }).learn({ totalSteps: 100 });
    await agent.save(path, { memory: true });
    const loaded = await PPO.load(path, 'CartPole-v1');
    expect(loaded.weights()).toEqual(agent.weights());
    expect(loaded.saveState()).toEqual(agent.saveState());
  });

  it('trains on one-hot and tuple observations', async () => {
    for (const id of ['FrozenLake-v1', 'Blackjack-v1', 'Taxi-v4']) {
      const agent = await new PPO(id, fast).learn({ totalSteps: 64 });
      const env = make(id);
      const { observation } = env.reset({ seed: 0 });
      const actionMask = env.actionMask?.();
      for (const deterministic of [true, false]) {
        const action = agent.predict(observation, { deterministic, actionMask });
        expect(env.actionSpace.contains(action)).toBe(true);
      }
    }
  });

  it('refuses unknown or impossible hyperparameters', () => {
    expect(() => new PPO('CartPole-v1', { clipRnge: 1 } as object)).toThrow(/did you mean clipRange/);
    expect(() => new PPO('CartPole-v1', { gaeLambda: 2 })).toThrow(/gaeLambda: expected a number ≤ 1, got 2/);
  });

  it('stops a diverging run and names the first bad tensor', async () => {
    const agent = new PPO('CartPole-v1', { ...fast, learningRate: 1e30, maxGradNorm: 1e30 });
    await expect(agent.learn({ totalSteps: 2000 })).rejects.toThrow(/diverged/);
  });
});
