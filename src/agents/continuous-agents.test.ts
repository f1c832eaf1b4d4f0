// What every learner of continuous actions must do: it learns, explores as told, resumes exactly, keeps to the bounds.
import { describe, expect, it } from 'vitest';
import { expectDeterminism, expectExactResume, OneStepEnv, play } from '../../test/agents.js';
import { type Env, IdentityEnvBox, makeVec } from '../envs/index.js';
import { Box, Dict, type Space } from '../spaces/index.js';
import { tensor } from '../tensor/index.js';
import type { ContinuousAgent } from './continuous-agent.js';
import { type Agent, algorithm, CrossQ, DDPG, SAC, TD3, TQC } from './index.js';

const fast = { learningRate: 3e-3, learningStarts: 100, batchSize: 32, hiddenSizes: [32, 32] };
const classes = { ddpg: DDPG, td3: TD3, sac: SAC, tqc: TQC, crossq: CrossQ };
type Options = Record<string, unknown>;
const own: Record<string, Options> = {
  tqc: { nCritics: 2, quantiles: 5, dropPerNet: 1 },
  crossq: { criticHiddenSizes: [32, 32] },
};
type AnyAgent = ContinuousAgent<never, never>;

const make = (id: keyof typeof classes, env: unknown, options: Options = {}) =>
  algorithm(id).create(env as never, { ...fast, ...own[id], ...options }) as unknown as Agent & AnyAgent;

/** One state; every step is an episode of reward 1, with numbers as actions. */
class OneStepBox extends OneStepEnv {
  override readonly actionSpace = new Box({ low: -1, high: 1, shape: [1] }) as never;
}

/** Remembers which actions were taken; observations come from `space`. */
class Watching implements Env {
  readonly taken: number[][] = [];
  private steps = 0;

  constructor(
    readonly actionSpace: Space,
    readonly observationSpace: Space = new Box({ low: -1, high: 1, shape: [2] }) as Space,
  ) {}

  reset() {
    this.steps = 0;
    return { observation: this.observationSpace.sample(), info: {} };
  }

  step(action: unknown) {
    this.taken.push([...(action as Float32Array)]);
    const truncated = ++this.steps === 10;
    return { observation: this.observationSpace.sample(), reward: 0, terminated: false, truncated, info: {} };
  }
}

describe.each(Object.keys(classes) as (keyof typeof classes)[])('%s', (id) => {
  it('learns the identity task', async () => {
    const agent = make(id, new IdentityEnvBox({ eps: 0.3 }), { gamma: 0, seed: 1 });
    await agent.learn({ totalSteps: 2000 });
    expect(play(agent, new IdentityEnvBox({ eps: 0.3 }) as never)).toBeGreaterThanOrEqual(85);
  });

  it('is deterministic for a seed, and on several environments', async () => {
    await expectDeterminism((seed) => make(id, makeVec('Pendulum-v1', { numEnvs: 2 }), { seed }), 240);
  });

  it.each([
    ['normal', { actionNoise: 'normal', noiseSigma: 'linear:0.5:0' }],
    ['Ornstein-Uhlenbeck', { actionNoise: 'ornstein-uhlenbeck', trainFreq: 3, gradientSteps: -1 }],
  ])('goes on bit for bit in the middle of an episode, with %s noise', async (_, options) => {
    const env = () => makeVec('Pendulum-v1', { numEnvs: 2 });
    const create = () => make(id, env(), { ...options, bufferSize: 300, logInterval: 1, seed: 2 });
    await expectExactResume(create, 1000, 517);
  });

  it('bootstraps through truncation and not through termination', async () => {
    const value = async (end: 'terminated' | 'truncated') => {
      const entropy = id === 'ddpg' || id === 'td3' ? {} : { entCoef: 0 };
      const targets = id === 'crossq' ? {} : { tau: 0.1 };
      const agent = make(id, new OneStepBox(end), { gamma: 0.5, seed: 1, ...targets, ...entropy });
      await agent.learn({ totalSteps: 1200 });
      return agent.critic
        .forward(tensor([[1]]), tensor([[0]]))[0]!
        .mean()
        .item();
    };
    // A reward of 1 for ever is worth 1 / (1 - γ) = 2; a reward of 1 and then the end is worth 1.
    expect(await value('terminated')).toBeCloseTo(1, 1);
    expect(await value('truncated')).toBeCloseTo(2, 1);
  });

  it('takes actions within bounds of any kind, at random first', async () => {
    const space = new Box({ low: [-2, 0, 3], high: [1, 10, 3] }) as Space;
    const env = new Watching(space);
    await make(id, env, { learningStarts: 200, seed: 3 }).learn({ totalSteps: 300 });
    expect(env.taken.every((action) => space.contains(Float32Array.from(action)))).toBe(true);
    const random = env.taken.slice(0, 200).map((action) => action[1]!);
    expect(Math.min(...random)).toBeLessThan(1);
    expect(Math.max(...random)).toBeGreaterThan(9);
    expect(random.reduce((a, b) => a + b) / 200).toBeCloseTo(5, 0);
  });

  it('reads Dict observations and images, with shared features too', async () => {
    const image = new Box({ low: 0, high: 255, shape: [6, 6, 1], dtype: 'uint8' });
    const space = new Dict({ image, speed: new Box({ low: -1, high: 1, shape: [2] }) }) as unknown as Space;
    const features = { type: 'auto', channels: 'last', convolutions: [[2, 3, 3]], size: 4 };
    const actions = new Box({ low: -1, high: 1, shape: [1] }) as Space;
    for (const shareFeatures of [false, true]) {
      const options = {
        features,
        shareFeatures,
        learningStarts: 10,
        batchSize: 8,
        hiddenSizes: [8],
        seed: 1,
      };
      const agent = make(id, new Watching(actions, space), options);
      const before = structuredClone(agent.weights());
      await agent.learn({ totalSteps: 40 });
      const moved = (prefix: string) =>
        Object.entries(agent.weights())
          .filter(([name]) => name.startsWith(prefix))
          .some(([name, { data }]) => String(data) !== String(before[name]!.data));
      const networks = ['actor', 'critic', ...(id === 'crossq' ? [] : ['critic_target'])];
      expect(networks.filter((name) => !moved(`${name}.extractor`))).toEqual([]);
      expect(agent.critic.extractor === (agent.actor as { extractor: unknown }).extractor).toBe(
        shareFeatures,
      );
    }
  });

  it('refuses what it cannot do, and options that nobody reads', () => {
    const open = new Box({ low: -Infinity, high: Infinity, shape: [1] }) as Space;
    expect(() => make(id, new Watching(open))).toThrow(/bounds of the action space.*RescaleAction/);
    expect(() => make(id, 'CartPole-v1')).toThrow(/needs a Box action space, got Discrete; use dqn/);
    const masked = Object.assign(new OneStepBox('terminated'), { actionMask: () => Uint8Array.of(1) });
    expect(() => make(id, masked)).toThrow(/knows no action masks/);
    const pendulum = (options: Options) => () => make(id, 'Pendulum-v1', options);
    expect(pendulum({ actionNoise: 'none', noiseSigma: 0.2 })).toThrow(
      /noiseSigma: 0.2 would have no effect/,
    );
    expect(pendulum({ actionNoise: 'normal', noiseTheta: 0.2 })).toThrow(/noiseTheta: .*no effect/);
    expect(pendulum({ shareFeatures: true })).toThrow(/shareFeatures: true would have no effect/);
    const agent = pendulum({})();
    expect(() => agent.predict(new Float32Array(3), { actionMask: Uint8Array.of(1) })).toThrow(
      /no action masks/,
    );
  });

  it('predicts its best action the same way each time', async () => {
    const agent = await make(id, 'Pendulum-v1', { seed: 4 }).learn({ totalSteps: 130 });
    const observation = Float32Array.of(1, 0, 0.5);
    expect(agent.predict(observation)).toEqual(agent.predict(observation));
  });
});

it('compile-time: actions must be numbers of a Box', () => {
  // @ts-expect-error actions are discrete
  expect(() => new SAC('CartPole-v1')).toThrow(/Box action space/);
  // @ts-expect-error actions are discrete
  expect(() => new TD3('CartPole-v1')).toThrow(/Box action space/);
  // @ts-expect-error actions are discrete
  expect(() => new DDPG('CartPole-v1')).toThrow(/Box action space/);
});
