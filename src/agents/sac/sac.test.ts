import { describe, expect, it } from 'vitest';
import { expectExactResume, play } from '../../../test/agents.js';
import { IdentityEnvBox, makeVec } from '../../envs/index.js';
import { SquashedNormal } from '../../nn/index.js';
import { Generator } from '../../random/index.js';
import { tensor } from '../../tensor/index.js';
import { Temperature } from '../temperature.js';
import { SAC } from './sac.js';

const fast = { learningRate: 3e-3, learningStarts: 100, batchSize: 32, hiddenSizes: [32, 32] };

describe('SAC', () => {
  it.each([
    ['a fixed temperature', { entCoef: 0.05 }],
    ['state-dependent exploration', { actionStd: 'sde' as const, logStdInit: -1, sdeSampleFreq: 4 }],
    ['action noise', { actionNoise: 'normal' as const }],
    ['n-step returns', { nSteps: 3 }],
    ['prioritised replay', { prioritized: true }],
  ])('learns the identity task with %s', async (_, options) => {
    const env = new IdentityEnvBox({ eps: 0.3 });
    const agent = await new SAC(env, { ...fast, ...options, gamma: 0, seed: 1 }).learn({ totalSteps: 2000 });
    expect(play(agent, new IdentityEnvBox({ eps: 0.3 }) as never)).toBeGreaterThanOrEqual(85);
  });

  it('goes on bit for bit with state-dependent exploration', async () => {
    const create = () =>
      new SAC(makeVec('Pendulum-v1', { numEnvs: 2 }), {
        ...{ ...fast, actionStd: 'sde', sdeSampleFreq: 8, bufferSize: 300, logInterval: 1, seed: 2 },
      });
    await expectExactResume(create, 1000, 517);
  });

  it('keeps its noise matrices until they are due', async () => {
    const options = { ...fast, batchSize: 4, actionStd: 'sde' as const, learningStarts: 0 };
    const distinct = async (changes: object) => {
      const agent = new SAC('Pendulum-v1', { ...options, ...changes });
      const { matrices } = (agent as unknown as { stateNoise: { matrices: Float32Array } }).stateNoise;
      const seen = new Set<string>();
      await agent.learn({
        totalSteps: 18,
        callbacks: [{ onIteration: () => void seen.add(String(matrices)) }],
      });
      return seen.size;
    };
    expect(await distinct({ trainFreq: 6 })).toBe(3);
    expect(await distinct({ sdeSampleFreq: 9 })).toBe(2);
    expect(await distinct({ sdeSampleFreq: 1000 })).toBe(1);
  });

  it('draws with given noise as without, densities included', () => {
    const policy = new SquashedNormal(tensor([[0.3, -2]]), tensor([[-0.5, 0.4]]));
    const noise = new Float32Array(2);
    new Generator(5).fillNormal(noise);
    const given = policy.rsampleFrom(tensor(noise, { shape: [1, 2] }));
    const drawn = policy.rsample(new Generator(5));
    expect(given.value.tolist()).toEqual(drawn.value.tolist());
    expect(given.logProb.item()).toBeCloseTo(drawn.logProb.item(), 5);
  });

  it('raises its temperature when the policy is surer than wanted, and lowers it when less', () => {
    for (const [logProb, sign] of [
      [3, -1],
      [-3, 1],
    ] as const) {
      const temperature = new Temperature(0.5, -1);
      temperature.loss(tensor([logProb, logProb])).backward();
      // Descent goes against the gradient: log π = 3 means an entropy of -3, below the target -1.
      expect(Math.sign(temperature.logAlpha!.grad!.item())).toBe(sign);
    }
  });

  it('refuses settings of the temperature that nobody reads', () => {
    const make = (options: object) => () => new SAC('Pendulum-v1', options);
    expect(make({ entCoef: 0.1, targetEntropy: -2 })).toThrow(/targetEntropy: -2 would have no effect/);
    expect(make({ entCoef: 0.1, initialEntCoef: 2 })).toThrow(/initialEntCoef: 2 would have no effect/);
    expect(make({ entCoef: 'automatic' })).toThrow(/entCoef: expected 'auto' or a number/);
    expect(make({ logStdInit: -1 })).toThrow(/logStdInit: -1 would have no effect/);
    expect(make({ sdeSampleFreq: 4 })).toThrow(/sdeSampleFreq: 4 would have no effect/);
  });
});
