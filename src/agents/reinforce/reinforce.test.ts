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
import { bookPreset } from './config.js';
import { Reinforce } from './reinforce.js';
import { bookWeights } from './weights.js';

const fast = { learningRate: 1e-2, gamma: 0, hiddenSizes: [32] };

describe('weights', () => {
  const close = (values: Float32Array, expected: number[], digits = 4): void => {
    expected.forEach((value, i) => {
      expect(values[i]).toBeCloseTo(value, digits);
    });
  };

  it('are the printed numbers of the book for an episode of 50 steps', () => {
    close(bookWeights(50, 0.99), [1.9257, 1.824, 1.724, 1.6256]);
  });

  it('of the book are 0 for a single step', () => {
    expect([...bookWeights(1, 0.99)]).toEqual([0]);
  });
});

describe('REINFORCE', () => {
  it.each([
    ['Discrete', () => new IdentityEnv(), 6000, {}],
    ['MultiDiscrete', () => new IdentityEnvMultiDiscrete(), 8000, {}],
    ['MultiBinary', () => new IdentityEnvMultiBinary(), 8000, {}],
    ['Box', () => new IdentityEnvBox({ eps: 0.5 }), 15000, {}],
  ])('learns the identity task with %s actions', async (_, env, totalSteps, options) => {
    const agent = await new Reinforce(env(), { ...fast, ...options, seed: 1 }).learn({ totalSteps });
    expect(play(agent, env())).toBeGreaterThanOrEqual(90);
  });

  it.each([
    ['plain returns', { normalizeReturns: false, lossReduction: 'mean' as const }],
    ['a baseline', { baseline: true, normalizeReturns: false }],
    ['several episodes per update', { episodesPerUpdate: 3, entCoef: 0.001 }],
  ])('learns with %s', async (_, options) => {
    const agent = await new Reinforce(new IdentityEnv(), { ...fast, ...options, seed: 2 }).learn({
      totalSteps: 9000,
    });
    expect(play(agent, new IdentityEnv())).toBeGreaterThanOrEqual(90);
  });

  it('with the settings of the book balances the pole longer and longer', async () => {
    const lengths: number[] = [];
    const record = {
      onEpisodeEnd: (_: unknown, episode: { length: number }) => void lengths.push(episode.length),
    };
    await new Reinforce('CartPole-v0', { ...bookPreset, seed: 0 }).learn({
      totalSteps: 30_000,
      callbacks: [record],
    });
    const mean = (part: number[]) => part.reduce((sum, value) => sum + value, 0) / part.length;
    expect(mean(lengths.slice(0, 50))).toBeLessThan(40);
    expect(mean(lengths.slice(-50))).toBeGreaterThan(130);
  });

  it('never takes an illegal action, and learns among the legal ones', async () => {
    const agent = await new Reinforce(new MaskedEnv(), { ...fast, seed: 3 }).learn({ totalSteps: 6000 });
    expect(play(agent, new MaskedEnv(), 20)).toBe(20);
  });

  it.each([
    ['terminated', 1],
    ['truncated', 2],
  ] as const)('with a baseline values an episode that is %s after one step at %d', async (end, value) => {
    const options = { ...fast, gamma: 0.5, baseline: true, episodesPerUpdate: 4 };
    const agent = await new Reinforce(new OneStepEnv(end), options).learn({ totalSteps: 8000 });
    expect(agent.policy.values(tensor([[1]]))[0]).toBeCloseTo(value, 1);
  });

  it('is deterministic for a seed', () =>
    expectDeterminism(
      (seed) => new Reinforce(makeVec('CartPole-v1', { numEnvs: 2 }), { ...fast, seed }),
      400,
    ));

  it('goes on bit for bit after saveState and loadState, in the middle of episodes', () => {
    const options = { ...fast, baseline: true, episodesPerUpdate: 2, logInterval: 3, seed: 2 };
    return expectExactResume(() => new Reinforce(makeVec('CartPole-v1', { numEnvs: 3 }), options), 1200, 500);
  });
});
