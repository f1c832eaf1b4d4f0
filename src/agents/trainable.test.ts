// Trainings that would never learn are refused before their first step, with the hyperparameter at fault.
import { describe, expect, it } from 'vitest';
import { IdentityEnvBox, makeVec, OfflineEnv } from '../envs/index.js';
import { recordDataset } from '../evaluate/index.js';
import { algorithm, BC, CrossQ, DDPG, RandomAgent, SAC, SACDiscrete, TD3 } from './index.js';
import { mostSteps, mostUpdates } from './trainable.js';

const collecting = { learningStarts: 100, batchSize: 32, trainFreq: 2, gradientSteps: 1 };

describe('the most that a budget can bring', () => {
  it('counts steps, iterations and episodes', () => {
    const env = { numEnvs: 3, spec: { maxEpisodeSteps: 10 } };
    expect(mostSteps({ amount: 50, unit: 'steps' }, collecting, env)).toBe(50);
    expect(mostSteps({ amount: 50, unit: 'iterations' }, collecting, env)).toBe(300);
    // The two other environments may be at the end of an episode when the last one is counted.
    expect(mostSteps({ amount: 50, unit: 'episodes' }, collecting, env)).toBe(520);
    expect(mostSteps({ amount: 50, unit: 'episodes' }, collecting, { numEnvs: 1 })).toBe(Infinity);
  });

  it.each([
    { numEnvs: 1, gradientSteps: 1, trainFreq: 1 },
    { numEnvs: 3, gradientSteps: 2, trainFreq: 5 },
    { numEnvs: 2, gradientSteps: -1, trainFreq: 4 },
  ])('is no fewer gradient steps than a training takes: %o', async ({ numEnvs, ...config }) => {
    const options = { ...config, learningStarts: 50, batchSize: 8, hiddenSizes: [4] };
    for (const totalSteps of [121, 200, 333]) {
      const agent = new DDPG(makeVec('Pendulum-v1', { numEnvs }), options);
      await agent.learn({ totalSteps });
      const { updates } = (agent as unknown as { learnt: { updates: number } }).learnt;
      const most = mostUpdates(totalSteps, { ...collecting, ...options }, numEnvs);
      expect(most).toBeGreaterThanOrEqual(updates);
      expect(most - updates).toBeLessThanOrEqual(
        2 * (config.gradientSteps === -1 ? 8 : config.gradientSteps),
      );
    }
  });
});

describe('refused before the first step', () => {
  const env = () => makeVec('Pendulum-v1');

  it('learning that begins after the last step, episode or iteration', async () => {
    const agent = new SAC(env(), { learningStarts: 5000 });
    for (const budget of [{ totalSteps: 5000 }, { totalEpisodes: 25 }, { totalIterations: 5000 }])
      await expect(agent.learn(budget), JSON.stringify(budget)).rejects.toThrow(
        /learningStarts: learning begins after 5000 steps, but training ends after 5000/,
      );
    // How long episodes are is not known here.
    await expect(
      new SAC(new IdentityEnvBox(), { learningStarts: 5000 }).learn({ totalEpisodes: 1 }),
    ).resolves.toBeDefined();
  });

  it.each(['ddpg', 'td3', 'sac', 'tqc', 'crossq'])('%s without gradient steps or step sizes', async (id) => {
    const make = (options: object) => algorithm(id).create(env(), { ...options });
    expect(() => make({ gradientSteps: 0 })).toThrow(/gradientSteps: expected -1, or a number ≥ 1/);
    const still = make({ learningRate: 0 });
    await expect(still.learn({ totalSteps: 1000 })).rejects.toThrow(/learningRate: with steps of size 0/);
    expect(() =>
      make({ learningRate: 'linear:0:0', criticLearningRate: 1e-3 }).requireTrainable({
        amount: 1000,
        unit: 'steps',
      }),
    ).not.toThrow();
  });

  it.each(['dqn', 'c51', 'qrdqn', 'iqn', 'drqn', 'rainbow'])(
    '%s without step sizes or targets',
    async (id) => {
      const make = (options: object) =>
        algorithm(id).create(makeVec('CartPole-v1', { numEnvs: 3 }), { hiddenSizes: [4], ...options });
      const still = make({ learningRate: 0 });
      await expect(still.learn({ totalSteps: 1000 })).rejects.toThrow(/learningRate: with steps of size 0/);
      for (const [options, late, amount, unit] of [
        [{}, '9999 steps, but this training has at most 1000', 1000, 'steps'],
        [{ targetUpdateInterval: 1004 }, '1002 steps, .* 1000', 1000, 'steps'],
        [{ targetUpdateInterval: 400, targetUpdateUnit: 'update' }, '400 gradient steps', 1000, 'steps'],
        [{ targetUpdateInterval: 6, targetUpdateUnit: 'episode' }, '6 episodes, .* 5', 5, 'episodes'],
      ] as const) {
        const agent = make({ learningStarts: 50, ...options });
        const message = new RegExp(`targetUpdateInterval: the target network first follows after ${late}`);
        expect(() => agent.requireTrainable({ amount, unit })).toThrow(message);
        // In parts it may yet learn.
        expect(() => agent.requireTrainable({ amount, unit }, false)).not.toThrow();
      }
      // A bandit has no next state to ask the target network about.
      expect(() => make({ gamma: 0 }).requireTrainable({ amount: 1000, unit: 'steps' })).not.toThrow();
    },
  );

  it('sac-discrete and bc without step sizes', async () => {
    const still = new SACDiscrete(makeVec('CartPole-v1'), { learningRate: 0 });
    await expect(still.learn({ totalSteps: 1000 })).rejects.toThrow(/learningRate: with steps of size 0/);
    const dataset = recordDataset(new RandomAgent('CartPole-v1'), 'CartPole-v1', { steps: 300 });
    const clone = new BC(new OfflineEnv(dataset), { learningRate: 'linear:0:0' }, { dataset });
    await expect(clone.learn({ totalSteps: 100 })).rejects.toThrow(/learningRate: with steps of size 0/);
  });

  it('policies and targets whose turn never comes', async () => {
    const needs = (agent: { learn(o: { totalSteps: number }): Promise<unknown> }, message: RegExp) =>
      expect(agent.learn({ totalSteps: 1000 })).rejects.toThrow(message);
    await needs(
      new TD3(env(), { policyDelay: 1000 }),
      /policyDelay: the policy takes a step after 1000 gradient/,
    );
    await needs(new CrossQ(env(), { policyDelay: 1000, criticHiddenSizes: [4] }), /policyDelay/);
    const late =
      /targetUpdateInterval: the targets are updated after 1000 gradient steps, but .* at most 901/;
    await needs(new SAC(env(), { targetUpdateInterval: 1000 }), late);
    await needs(new TD3(env(), { targetUpdateInterval: 500 }), late);
  });
});

it('refuses settings that undo each other', () => {
  const make = (id: string, options: object) => () =>
    algorithm(id).create(makeVec('Pendulum-v1'), { ...options });
  expect(make('td3', { targetPolicyNoise: 0, targetNoiseClip: 0.2 })).toThrow(
    /targetNoiseClip: 0.2 would have no/,
  );
  expect(make('td3', { targetPolicyNoise: 0.1, targetNoiseClip: 0 })).toThrow(
    /targetPolicyNoise: 0.1 would have no/,
  );
  expect(make('td3', { targetPolicyNoise: 0 })).not.toThrow();
  for (const id of ['sac', 'tqc', 'crossq']) {
    expect(make(id, { targetEntropy: 0.7 })).toThrow(
      /targetEntropy: 0.7 is more than any policy over 1 numbers/,
    );
    expect(make(id, { targetEntropy: 0.5 })).not.toThrow();
    expect(make(id, { actionStd: 'sde', sdeSampleFreq: 0 })).toThrow(
      /sdeSampleFreq: expected -1, or a number ≥ 1/,
    );
  }
  expect(make('crossq', { batchSize: 1 })).toThrow(/batchSize: expected a number ≥ 2/);
});
