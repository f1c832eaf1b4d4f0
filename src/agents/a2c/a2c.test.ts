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
  makeVec,
} from '../../envs/index.js';
import { tensor } from '../../tensor/index.js';
import { A2C } from './a2c.js';

const fast = { learningRate: 5e-3, gamma: 0, nSteps: 8, hiddenSizes: [32] };

describe('A2C', () => {
  it.each([
    ['Discrete', () => new IdentityEnv(), 2000, {}],
    ['MultiDiscrete', () => new IdentityEnvMultiDiscrete(), 3000, {}],
    ['MultiBinary', () => new IdentityEnvMultiBinary(), 3000, {}],
    ['Box', () => new IdentityEnvBox({ eps: 0.5 }), 6000, {}],
    [
      'Box, deviation from the network',
      () => new IdentityEnvBox({ eps: 0.5 }),
      6000,
      { actionStd: 'network' as const },
    ],
    ['Box, squashed', () => new IdentityEnvBox({ eps: 0.5 }), 6000, { squashActions: true }],
    [
      'Box, gSDE',
      () => new IdentityEnvBox({ eps: 0.5 }),
      6000,
      { actionStd: 'sde' as const, logStdInit: -1 },
    ],
  ])('learns the identity task with %s actions', async (_, env, totalSteps, options) => {
    const agent = await new A2C(env(), { ...fast, ...options, seed: 1 }).learn({ totalSteps });
    expect(play(agent, env())).toBeGreaterThanOrEqual(90);
  });

  it.each([
    ['separate networks', {}],
    [
      'shared layers, Adam and an entropy bonus',
      { sharedNetwork: true, optimizer: 'adam' as const, entCoef: 0.01 },
    ],
    ['normalised advantages', { normalizeAdvantage: true }],
  ])('learns with %s', async (_, options) => {
    const agent = await new A2C(new IdentityEnv(), { ...fast, ...options, seed: 2 }).learn({
      totalSteps: 2000,
    });
    expect(play(agent, new IdentityEnv())).toBeGreaterThanOrEqual(90);
  });

  it('never takes an illegal action, and learns among the legal ones', async () => {
    const agent = await new A2C(new MaskedEnv(), { ...fast, seed: 3 }).learn({ totalSteps: 2000 });
    expect(play(agent, new MaskedEnv(), 20)).toBe(20);
  });

  it.each([
    ['terminated', 1],
    ['truncated', 2],
  ] as const)('gives an episode that is %s after one step the value %d', async (end, value) => {
    const agent = await new A2C(new OneStepEnv(end), { ...fast, gamma: 0.5 }).learn({ totalSteps: 8000 });
    expect(agent.policy.values(tensor([[1]]))[0]).toBeCloseTo(value, 1);
  });

  it('is deterministic for a seed', () =>
    expectDeterminism((seed) => new A2C(makeVec('CartPole-v1', { numEnvs: 2 }), { seed }), 400));

  it.each([
    ['CartPole-v1', {}],
    ['Pendulum-v1', { actionStd: 'sde' as const, sdeSampleFreq: 3 }],
  ])('goes on bit for bit after saveState and loadState: %s', (id, options) =>
    expectExactResume(
      () => new A2C(makeVec(id, { numEnvs: 3 }), { ...options, seed: 2, logInterval: 2 }),
      600,
      300,
    ),
  );

  it('saves to and loads from one file', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'trainyard-')), 'agent.safetensors');
    const agent = await new A2C('CartPole-v1', { seed: 4 }).learn({ totalSteps: 203 });
    await agent.save(path, { memory: true });
    const loaded = await A2C.load(path, 'CartPole-v1');
    expect(loaded.weights()).toEqual(agent.weights());
    expect(loaded.saveState()).toEqual(agent.saveState());
  });

  it('keeps a rollout that the end of training cut short', async () => {
    const whole = await new A2C('CartPole-v1', { seed: 8 }).learn({ totalSteps: 50 });
    const parts = new A2C('CartPole-v1', { seed: 8 });
    await parts.learn({ totalSteps: 23 });
    await parts.learn({ totalSteps: 50 });
    expect(parts.weights()).toEqual(whole.weights());
  });
});
