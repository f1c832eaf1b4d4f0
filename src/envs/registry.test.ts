import { describe, expect, it } from 'vitest';
import {
  envSpec,
  envSpecs,
  FrozenLake,
  type MakeOptions,
  make,
  makeVec,
  register,
  TimeLimit,
  unwrapped,
} from './index.js';

describe('make', () => {
  it.each([
    ['CartPole-v1', 500, 475],
    ['CartPole-v0', 200, 195],
    ['MountainCar-v0', 200, -110],
    ['MountainCarContinuous-v0', 999, 90],
    ['Acrobot-v1', 500, -100],
    ['Pendulum-v1', 200, undefined],
    ['FrozenLake-v1', 100, 0.7],
    ['FrozenLake8x8-v1', 200, 0.85],
    ['CliffWalking-v1', undefined, undefined],
    ['Taxi-v4', 200, 8],
    ['Blackjack-v1', undefined, undefined],
  ])("%s has Gymnasium's limit %s and threshold %s", (id, maxEpisodeSteps, rewardThreshold) => {
    expect(make(id).spec).toMatchObject({ id });
    expect(envSpec(id).maxEpisodeSteps).toBe(maxEpisodeSteps);
    expect(envSpec(id).rewardThreshold).toBe(rewardThreshold);
  });

  it('passes options on and records them in the spec', () => {
    const env = make('FrozenLake-v1', { desc: ['SF', 'HG'], isSlippery: false });
    expect((unwrapped(env) as FrozenLake).desc).toEqual(['SF', 'HG']);
    expect(env.spec?.options).toMatchObject({ isSlippery: false, mapName: '4x4' });
    expect(envSpec('FrozenLake-v1').options.isSlippery).toBe(true);
  });

  it('lets the time limit be changed and removed', () => {
    expect(make('CartPole-v1', { maxEpisodeSteps: 7 }).spec?.maxEpisodeSteps).toBe(7);
    const endless = make('MountainCar-v0', { maxEpisodeSteps: Infinity });
    endless.reset({ seed: 0 });
    for (let t = 0; t < 300; t++) expect(endless.step(1).truncated).toBe(false);
    expect(() => make('CartPole-v1', { maxEpisodeSteps: 0 })).toThrow(/positive integer, got 0/);
  });

  it.each<[string, MakeOptions, RegExp]>([
    [
      'CartPole-v2',
      {},
      /Unknown environment "CartPole-v2": of CartPole there is CartPole-v0 and CartPole-v1\./,
    ],
    ['CartPole', {}, /of CartPole there is CartPole-v0 and CartPole-v1/],
    ['CartPoel-v1', {}, /Did you mean CartPole-v1/],
    ['Breakfast', {}, /Known are CartPole-v0, /],
    ['FrozenLake-v1', { isSlipery: false }, /no option "isSlipery". Did you mean isSlippery\?/],
    [
      'CartPole-v1',
      { colour: 'red' },
      /no option "colour". Options are suttonBartoReward, maxEpisodeSteps\./,
    ],
    ['FrozenLake-v1', { mapName: '8x9' }, /no map "8x9"; did you mean 8x8/],
    ['FrozenLake-v1', { desc: ['SF', 'G'] }, /equally long strings/],
    ['FrozenLake-v1', { desc: ['FF', 'FG'] }, /at least one S/],
    ['FrozenLake-v1', { successRate: 2 }, /probability from 0 to 1, got 2/],
    ['Taxi-v4', { rainyProbability: -1 }, /rainyProbability must be a probability/],
    ['Acrobot-v1', { bookOrNips: 'paper' }, /"book" or "nips", got "paper"/],
    ['Gridworld-v0', { size: 3 }, /at least 4, got 3/],
    ['Gridworld-v0', { mode: 'chaos' }, /static, player, random, got "chaos"/],
    ['Gridworld-v0', { rewards: 'rich' }, /stepCost or sparse, got "rich"/],
    ['CueMemory-v0', { delay: -1 }, /delay >= 0/],
  ])('explains what is wrong with %s %o', (id, options, message) => {
    expect(() => make(id, options)).toThrow(message);
    expect(() => makeVec(id, { options })).toThrow(message);
  });

  it('explains wrong options of reset', () => {
    expect(() => make('CartPole-v1').reset({ options: { low: 1, high: 0 } })).toThrow(
      /low <= high; got 1 and 0/,
    );
    expect(() => make('Pendulum-v1').reset({ options: { x_init: 'far' } })).toThrow(
      /must be numbers, got far/,
    );
  });
});

describe('register', () => {
  it('adds an environment of one’s own', () => {
    register({
      id: 'TinyLake-v3',
      description: 'Two steps of ice.',
      maxEpisodeSteps: 5,
      options: { isSlippery: false },
      create: (options) => new FrozenLake({ desc: ['SFG'], ...options }),
    });
    const env = make('TinyLake-v3');
    env.reset();
    env.step(2);
    expect(env.step(2)).toMatchObject({ observation: 2, reward: 1, terminated: true });
    expect(envSpecs().at(-1)?.id).toBe('TinyLake-v3');
    expect(() => make('TinyLake-v0')).toThrow(/there is TinyLake-v3/);
  });

  it('refuses ids without version and ids that are taken', () => {
    const create = () => new FrozenLake();
    expect(() => register({ id: 'Lake', description: '', create })).toThrow(/version such as "Lake-v0"/);
    expect(() => register({ id: 'CartPole-v1', description: '', create })).toThrow(/registered already/);
  });
});

describe('unwrapped', () => {
  it('finds the environment inside all wrappers', () => {
    const lake = new FrozenLake();
    expect(unwrapped(new TimeLimit(new TimeLimit(lake, 5), 4))).toBe(lake);
  });
});
