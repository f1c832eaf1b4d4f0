import { describe, expect, it } from 'vitest';
import { expectDeterminism, expectExactResume, MaskedEnv, OneStepEnv, play } from '../../../test/agents.js';
import { IdentityEnv, makeVec } from '../../envs/index.js';
import { noGrad, scope, tensor } from '../../tensor/index.js';
import type { TransitionBatch } from '../transition-batch.js';
import { SACDiscrete } from './sac-discrete.js';

const fast = { learningRate: 3e-3, learningStarts: 100, batchSize: 32, hiddenSizes: [32] };

describe('SACDiscrete', () => {
  it.each([
    ['a learnt temperature', {}],
    ['a fixed temperature', { entCoef: 0.05 }],
  ])('learns the identity task with %s', async (_, options) => {
    const agent = new SACDiscrete(new IdentityEnv(), { ...fast, ...options, gamma: 0, seed: 1 });
    await agent.learn({ totalSteps: 1500 });
    expect(play(agent, new IdentityEnv() as never)).toBeGreaterThanOrEqual(90);
  });

  it('is deterministic for a seed', async () => {
    await expectDeterminism((seed) => new SACDiscrete('CartPole-v1', { ...fast, seed }), 300);
  });

  it('goes on bit for bit in the middle of an episode', async () => {
    const create = () =>
      new SACDiscrete(makeVec('CartPole-v1', { numEnvs: 2 }), {
        ...fast,
        bufferSize: 300,
        logInterval: 1,
        seed: 2,
      });
    await expectExactResume(create, 800, 437);
  });

  it('bootstraps through truncation and not through termination', async () => {
    const value = async (end: 'terminated' | 'truncated') => {
      const options = { ...fast, gamma: 0.5, tau: 0.1, entCoef: 0, seed: 1 };
      const agent = await new SACDiscrete(new OneStepEnv(end), options).learn({ totalSteps: 1200 });
      return scope(() =>
        noGrad(
          () =>
            agent.critic
              .at(0)!
              .forward(tensor([[1]]))
              .toArray()[0],
        ),
      );
    };
    expect(await value('terminated')).toBeCloseTo(1, 1);
    expect(await value('truncated')).toBeCloseTo(2, 1);
  });

  it('holds the entropy it is told to hold where all actions are worth the same', async () => {
    const options = { ...fast, targetEntropyRatio: 0.5, initialEntCoef: 0.01, seed: 1 };
    const agent = await new SACDiscrete(new OneStepEnv('terminated'), options).learn({ totalSteps: 1500 });
    const probabilities = scope(() =>
      noGrad(() =>
        agent.actor
          .forward(tensor([[1]]))
          .softmax(1)
          .toArray(),
      ),
    );
    const entropy = -probabilities.reduce((sum, p) => sum + p * Math.log(p), 0);
    expect(entropy).toBeGreaterThan(0.25 * Math.LN2);
  });

  it('takes legal actions only, and learns among them', async () => {
    const agent = new SACDiscrete(new MaskedEnv(), { ...fast, gamma: 0, targetEntropyRatio: 0.3, seed: 1 });
    await agent.learn({ totalSteps: 1500 });
    expect(play(agent, new MaskedEnv(), 20)).toBe(20);
    const observation = Float32Array.of(0, 0, 1, 0, 0);
    const actionMask = Uint8Array.of(1, 0, 1, 0, 0);
    for (let i = 0; i < 50; i++)
      expect([0, 2]).toContain(agent.predict(observation, { deterministic: false, actionMask }));
    expect(() => agent.predict(observation)).toThrow(/pass those of the observation/);
    expect(() => agent.predict(observation, { actionMask: new Uint8Array(5) })).toThrow(/allows no action/);
  });

  it('goes on bit for bit with masks, in a ring written over', async () => {
    const create = () =>
      new SACDiscrete(makeVec('Taxi-v4', { numEnvs: 2 }), {
        ...fast,
        bufferSize: 300,
        logInterval: 1,
        seed: 2,
      });
    await expectExactResume(create, 900, 437);
  });

  it('leaves illegal actions out of targets, policy and entropy, by hand', () => {
    const agent = new SACDiscrete(new MaskedEnv(3), { hiddenSizes: [], batchSize: 1, learningRate: 1e-3 });
    const weights = agent.weights();
    for (const { data } of Object.values(weights)) data.fill(0);
    // Equal chances; Q = (1, 2, 30) by both critics and their targets; α = 1 at first.
    for (const i of [0, 1])
      for (const name of ['critic', 'critic_target']) weights[`${name}.${i}.0.bias`]!.data.set([1, 2, 30]);
    agent.loadWeights(weights);
    const { batch } = (agent as unknown as { batches: { batch: TransitionBatch } }).batches;
    batch.rewards.data[0] = 10;
    batch.discounts.data[0] = 0.5;
    batch.masks!.data.set([1, 1, 0]);
    batch.nextMasks!.data.set([0, 1, 1]);
    batch.wantsErrors = true;
    const { metrics, errors } = (
      agent as unknown as {
        update(b: TransitionBatch): { metrics: Record<string, number>; errors: number[] };
      }
    ).update(batch);
    // y = 10 + ½·(mean of 2 and 30, and log 2).
    expect(errors[0]).toBeCloseTo(10 + 0.5 * (16 + Math.LN2) - 1, 4);
    expect(metrics['train/actor_loss']).toBeCloseTo(-Math.LN2 - 1.5, 5);
    // log α = 0 says nothing; its slope log 2 - 0.98·log 2 lowers α by a step of Adam.
    expect(agent.status().α).toBeCloseTo(Math.exp(-1e-3), 5);
    // The illegal action's logit has no gradient.
    const bias = agent.weights()['actor.0.bias']!.data;
    expect(bias[2]).toBe(0);
    expect(bias[1]).toBeGreaterThan(0);
  });

  it('refuses other spaces', () => {
    // @ts-expect-error actions are continuous
    expect(() => new SACDiscrete('Pendulum-v1', fast)).toThrow(/Discrete action space, got Box; use sac/);
    expect(() => new SACDiscrete('CartPole-v1', { entCoef: 0.1, targetEntropyRatio: 0.5 })).toThrow(
      /targetEntropyRatio: 0.5 would have no effect/,
    );
  });
});
