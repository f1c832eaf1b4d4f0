import { describe, expect, it } from 'vitest';
import { expectDeterminism, expectExactResume, MaskedEnv, OneStepEnv, play } from '../../../test/agents.js';
import { IdentityEnv, makeVec } from '../../envs/index.js';
import { noGrad, scope, tensor } from '../../tensor/index.js';
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

  it('refuses masks and other spaces', () => {
    expect(() => new SACDiscrete(new MaskedEnv() as never, fast)).toThrow(/knows no action masks/);
    // @ts-expect-error actions are continuous
    expect(() => new SACDiscrete('Pendulum-v1', fast)).toThrow(/Discrete action space, got Box; use sac/);
    expect(() => new SACDiscrete('CartPole-v1', { entCoef: 0.1, targetEntropyRatio: 0.5 })).toThrow(
      /targetEntropyRatio: 0.5 would have no effect/,
    );
  });
});
