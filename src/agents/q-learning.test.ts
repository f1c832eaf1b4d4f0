// What every learner of the DQN family must do, with each of its parts and all of them together.
import { describe, expect, it } from 'vitest';
import { expectDeterminism, expectExactResume, MaskedEnv, OneStepEnv, play } from '../../test/agents.js';
import { type EnvId, IdentityEnv, makeVec } from '../envs/index.js';
import { Generator } from '../random/index.js';
import { Box, Discrete, type Space } from '../spaces/index.js';
import { tensor } from '../tensor/index.js';
import { type Agent, algorithm, DQN, type DuelingHead, qNetwork, Rainbow } from './index.js';

const fast = {
  learningRate: 1e-3,
  learningStarts: 50,
  trainFreq: 1,
  targetUpdateInterval: 100,
  hiddenSizes: [32],
};

/** By name: an algorithm and what is switched on. */
const family: Record<string, [id: string, config: Record<string, unknown>]> = {
  'n-step': ['dqn', { nSteps: 3 }],
  prioritised: ['dqn', { prioritized: true }],
  dueling: ['dqn', { dueling: true }],
  noisy: ['dqn', { noisy: true }],
  normalised: ['dqn', { normalizeObservations: true }],
  'all at once': [
    'dqn',
    { nSteps: 2, prioritized: true, dueling: true, noisy: true, doubleQ: true, normalizeObservations: true },
  ],
  c51: ['c51', { vMin: -1, vMax: 3, atoms: 21 }],
  'qr-dqn': ['qrdqn', { quantiles: 8 }],
  iqn: ['iqn', { quantileSamples: 4, targetQuantileSamples: 6, actingQuantileSamples: 8 }],
  rainbow: ['rainbow', { vMin: -1, vMax: 3, atoms: 21 }],
};

describe.each(Object.entries(family))('%s', (_, [id, parts]) => {
  const create = (env: Parameters<ReturnType<typeof algorithm>['create']>[0], config = {}): Agent =>
    algorithm(id).create(env, { ...fast, ...parts, ...config });
  const vector = (id: EnvId = 'CartPole-v1') => makeVec(id, { numEnvs: 2 });

  it('learns the identity task', async () => {
    const agent = create(new IdentityEnv(), { gamma: 0, seed: 3, learningRate: 3e-3 });
    await agent.learn({ totalSteps: 1500 });
    expect(play(agent, new IdentityEnv())).toBeGreaterThanOrEqual(90);
  });

  it('bootstraps through truncation and not through termination', async () => {
    const value = async (end: 'terminated' | 'truncated') => {
      const agent = create(new OneStepEnv(end), { gamma: 0.5, targetUpdateInterval: 20, seed: 1 }) as DQN;
      await agent.learn({ totalSteps: 2000 });
      return agent.qValues(Float32Array.of(1) as never)[0]!;
    };
    expect(Math.abs((await value('terminated')) - 1)).toBeLessThan(0.15);
    expect(Math.abs((await value('truncated')) - 2)).toBeLessThan(0.15);
  });

  it('is deterministic for a seed', () => expectDeterminism((seed) => create(vector(), { seed }), 300));

  it('goes on bit for bit, priorities and running episodes included, also in a ring written over', () =>
    expectExactResume(() => create(vector(), { seed: 2, bufferSize: 150, logInterval: 1 }), 500, 263));

  it('takes legal actions only, and learns among them', async () => {
    const agent = create(new MaskedEnv(), { gamma: 0, seed: 3, learningRate: 3e-3 });
    await agent.learn({ totalSteps: 2000 });
    expect(play(agent, new MaskedEnv(), 20)).toBe(20);
  });
});

describe('the dueling network', () => {
  const spaces = [new Box({ low: -1, high: 1, shape: [3] }) as Space, new Discrete(2)] as const;
  const net = (hiddenSizes: number[], outputs: number) =>
    qNetwork(...spaces, {
      features: 'auto',
      hiddenSizes,
      activation: 'relu',
      outputs,
      dueling: true,
      rng: new Generator(1),
    });

  it.each([
    [[8, 4], 1],
    [[8, 4], 3],
    [[], 2],
  ])('with layers %j and %d outputs is V + A - mean A', (hiddenSizes, outputs) => {
    const network = net(hiddenSizes, outputs);
    const head = network.layers.at(-1) as DuelingHead;
    const x = tensor([
      [1, -2, 0.5],
      [0, 1, 2],
    ]);
    const features = network.layers.slice(0, -1).reduce((y, layer) => layer.forward(y), x);
    const [v, a] = [head.value.forward(features).toArray(), head.advantage.forward(features).toArray()];
    const q = network.forward(x).toArray();
    expect(q).toHaveLength(2 * 2 * outputs);
    for (let row = 0; row < 2; row++) {
      for (let k = 0; k < outputs; k++) {
        const of = (action: number) => a[(row * 2 + action) * outputs + k]!;
        for (const action of [0, 1]) {
          const expected = v[row * outputs + k]! + of(action) - (of(0) + of(1)) / 2;
          expect(q[(row * 2 + action) * outputs + k]).toBeCloseTo(expected, 5);
        }
      }
    }
  });
});

describe('noisy networks', () => {
  it('explore by their noise, and are judged by their means', async () => {
    const agent = new DQN('CartPole-v1', { ...fast, noisy: true, noisySigma: 3, seed: 1 });
    await agent.learn({ totalSteps: 60 });
    expect(agent.epsilon).toBe(0);
    const observation = Float32Array.of(0.01, 0, 0.01, 0);
    const means = agent.qValues(observation);
    const drawn = Array.from({ length: 40 }, () => agent.predict(observation, { deterministic: false }));
    expect(new Set(drawn).size).toBe(2);
    const judged = Array.from({ length: 10 }, () => agent.predict(observation));
    expect(new Set(judged).size).toBe(1);
    expect(agent.qValues(observation)).toEqual(means);
  });

  it('refuse settings of ε, which nobody would read', () => {
    expect(() => new DQN('CartPole-v1', { noisy: true, explorationFraction: 0.5 })).toThrow(
      /explorationFraction: 0.5 would have no effect/,
    );
    expect(() => new DQN('CartPole-v1', { noisySigma: 1 })).toThrow(/noisySigma: 1 would have no effect/);
    expect(() => new Rainbow('CartPole-v1', { noisy: false, noisySigma: 1 })).toThrow(/noisySigma/);
  });
});

describe('hyperparameters that go together', () => {
  it('are refused alone', () => {
    expect(() => new DQN('CartPole-v1', { priorityAlpha: 0.5 })).toThrow(/priorityAlpha: 0.5 would have no/);
    expect(() => new DQN('CartPole-v1', { nSampledGoal: 8 })).toThrow(/nSampledGoal: 8 would have no effect/);
    expect(() => new Rainbow('CartPole-v1', { vMin: 3, vMax: 3 })).toThrow(/vMin: 3 must be less than vMax/);
  });

  it('change in mid-run with the step that is repeated', async () => {
    const make = () => new DQN('CartPole-v1', { ...fast, seed: 1 });
    const [plain, changed] = [make(), make()];
    for (const agent of [plain, changed]) await agent.learn({ totalSteps: 150 });
    changed.setConfig({ doubleQ: true, loss: 'mse' });
    for (const agent of [plain, changed]) await agent.learn({ totalSteps: 200 });
    expect(changed.weights()).not.toEqual(plain.weights());
  });
});

it('normalised observations stay raw in the memory', async () => {
  const agent = new DQN('MountainCar-v0', { ...fast, normalizeObservations: true });
  await agent.learn({ totalSteps: 60 });
  const position = agent.memory.observations.columns[0]!.source(0)[0]!;
  expect(position).toBeGreaterThan(-0.7);
  expect(position).toBeLessThan(-0.3);
  const { statistics } = (agent as unknown as { normalizer: { statistics: { mean: Float64Array } } })
    .normalizer;
  expect(statistics.mean[0]).toBeGreaterThan(-0.7);
  expect(statistics.mean[0]).toBeLessThan(-0.3);
});
