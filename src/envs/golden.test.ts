// Every environment, step for step, against trajectories recorded from Gymnasium 1.4.
import { describe, expect, it } from 'vitest';
import { type Comparison, type Run, readGolden, replay } from '../../test/golden.js';
import { type Env, make, unwrapped } from './index.js';
import { FrozenLake, generateRandomMap } from './toy-text/frozen-lake.js';
import type { Outcome } from './toy-text/tabular.js';
import { Taxi } from './toy-text/taxi.js';

interface Recording {
  kwargs: Record<string, unknown>;
  max_episode_steps: number | null;
  runs: Run[];
}

const exact: Partial<Comparison> = {
  observationMismatches: 0,
  rewardMismatches: 0,
  flagMismatches: 0,
};

function compare(id: string, recording = id, options = {}): Comparison {
  const { runs, max_episode_steps } = readGolden<Recording>(recording);
  const env: Env = make(id, options);
  expect(env.spec?.maxEpisodeSteps ?? null).toBe(max_episode_steps);
  const inner = unwrapped(env) as { state?: ArrayLike<number> };
  const state = runs[0]!.state ? () => Array.from(inner.state!) : undefined;
  return replay(env, runs, { state });
}

describe('classic control', () => {
  it.each(['CartPole-v0', 'CartPole-v1'])('%s', (id) => {
    const comparison = compare(id);
    expect(comparison).toMatchObject(exact);
    expect(comparison.maxStateError).toBeLessThan(1e-12);
  });

  it('MountainCar-v0', () => {
    const comparison = compare('MountainCar-v0');
    expect(comparison).toMatchObject(exact);
    expect(comparison.maxStateError).toBeLessThan(1e-12);
  });

  it('MountainCarContinuous-v0', () => {
    const comparison = compare('MountainCarContinuous-v0');
    expect(comparison).toMatchObject({ ...exact, maxStateError: 0 });
    // Under NumPy 1, Gymnasium's own arithmetic rounds in other places.
    const numpy1 = compare('MountainCarContinuous-v0', 'MountainCarContinuous-v0.np1');
    expect(numpy1.flagMismatches).toBe(0);
    expect(numpy1.maxObservationError).toBeLessThan(1e-6);
  });

  it('Pendulum-v1', () => {
    const comparison = compare('Pendulum-v1');
    expect(comparison).toMatchObject({ observationMismatches: 0, flagMismatches: 0 });
    expect(comparison.maxRewardError).toBeLessThan(1e-9);
    expect(comparison.maxStateError).toBeLessThan(1e-12);
    const numpy1 = compare('Pendulum-v1', 'Pendulum-v1.np1');
    expect(numpy1.flagMismatches).toBe(0);
    expect(numpy1.maxObservationError).toBeLessThan(1e-5);
  });

  it('Acrobot-v1', () => {
    const comparison = compare('Acrobot-v1');
    expect(comparison).toMatchObject({ rewardMismatches: 0, flagMismatches: 0 });
    expect(comparison.maxObservationError).toBeLessThan(1e-7);
    expect(comparison.maxStateError).toBeLessThan(1e-8);
  });
});

/** The recorded table as nested lists: states, actions. */
function readTable(name: string): unknown[][] {
  return Object.values(readGolden<Record<string, object>>(name)).map((actions) => Object.values(actions));
}

describe('toy text', () => {
  it.each([
    ['FrozenLake-v1', 'FrozenLake-v1', {}],
    ['FrozenLake-v1', 'FrozenLake-v1.notslippery', { isSlippery: false }],
    ['CliffWalking-v1', 'CliffWalking-v1', {}],
    ['CliffWalkingSlippery-v1', 'CliffWalkingSlippery-v1', {}],
    ['Taxi-v4', 'Taxi-v4', {}],
    ['Taxi-v4', 'Taxi-v4.rainyfickle', { isRainy: true, ficklePassenger: true }],
    ['Blackjack-v1', 'Blackjack-v1', {}],
    ['Blackjack-v1', 'Blackjack-v1.natural', { natural: true, sab: false }],
  ])('%s as recorded in %s', (id, recording, options) => {
    expect(compare(id, recording, options)).toMatchObject(exact);
  });

  it('the transition table of FrozenLake-v1', () => {
    const rows = new FrozenLake().P.map((actions) =>
      actions.map((outcomes) => outcomes.map((o) => [o.probability, o.nextState, o.reward, o.terminated])),
    );
    expect(rows).toEqual(readTable('FrozenLake-v1.P'));
  });

  it('the transition table of Taxi-v4', () => {
    const rows = new Taxi().P.map((actions) =>
      actions.map((outcomes) => {
        const [{ probability, nextState, reward, terminated }] = outcomes as [Outcome];
        expect(probability).toBe(1);
        return [nextState, reward, Number(terminated)];
      }),
    );
    expect(rows).toEqual(readTable('Taxi-v4.P'));
  });

  it('the transition table of Taxi-v4 in the rain', () => {
    const rows = new Taxi({ isRainy: true }).P.map((actions) =>
      actions.map((outcomes) =>
        outcomes.map((o) => [o.probability, o.nextState, o.reward, Number(o.terminated)]),
      ),
    );
    expect(rows).toEqual(readTable('Taxi-v4.rainy.P'));
    // A blocked move: probability of one of its three outcomes.
    const env = new Taxi({ isRainy: true });
    env.reset({ seed: 0 });
    env.state = 0;
    expect(env.step(1).info.prob).toBeLessThan(1);
  });

  it('random maps of FrozenLake', () => {
    for (const [key, map] of Object.entries(
      readGolden<Record<string, string[]>>('FrozenLake.generate_random_map'),
    )) {
      const [size, p, seed] = key.match(/[\d.]+/g)!.map(Number);
      expect(generateRandomMap(size, p, seed)).toEqual(map);
    }
  });
});
