// Battle, step for step against runs recorded from MAgent2's engine.
import { describe, expect, it } from 'vitest';
import { readGolden } from '../../../../test/golden.js';
import { makeParallel } from '../index.js';
import { Battle } from './battle.js';

interface Step {
  /** Views by group and soldier, 13 x 13 x 7; in the long run sums of their numbers. */
  obs: [(number[] | number)[], (number[] | number)[]];
  feat: number[][][];
  ids: [number[], number[]];
  pos: [number[][], number[][]];
  act: [number[], number[]];
  reward: [number[], number[]];
  alive: [number[], number[]];
  done: boolean;
}

interface Run {
  map_size: number;
  n: number;
  gap: number;
  pos: [number[][], number[][]];
  steps: Step[];
}

const { runs } = readGolden<{ runs: Run[] }>('MAgent-battle');

/** The largest difference between two lists of numbers. */
function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = Math.abs(a.length - b.length);
  for (let i = 0; i < b.length; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!));
  return most;
}

/** The first 7 of 41 channels. */
const viewOf = (seen: Float32Array) =>
  Float32Array.from({ length: 13 * 13 * 7 }, (_, j) => seen[Math.floor(j / 7) * 41 + (j % 7)]!);

const sum = (values: Float32Array) => values.reduce((a, b) => a + b, 0);

describe('battle', () => {
  it.each([0, 1, 2])('follows run %s', (i) => {
    const { map_size: mapSize, n: agentsPerSide, gap, steps } = runs[i]!;
    const env = new Battle({ mapSize, agentsPerSide, gap, minimapMode: true, extraFeatures: true });
    const { arena } = env;
    const name = (id: number) => env.possibleAgents[id]!;
    let { observations } = env.reset({ seed: 0 });
    const errors = { views: 0, sums: 0, features: 0, rewards: 0 };
    const note = (what: keyof typeof errors, error: number) => {
      errors[what] = Math.max(errors[what], error);
    };
    for (const step of steps) {
      const ids = step.ids.flat();
      expect(env.agents).toEqual(ids.map(name));
      expect(ids.map((id) => [arena.x[id], arena.y[id]])).toEqual(step.pos.flat());
      const features = step.feat.flat();
      step.obs.flat().forEach((expected, k) => {
        const seen = observations[name(ids[k]!)]!;
        if (typeof expected === 'number') note('sums', Math.abs(sum(viewOf(seen)) - expected));
        else note('views', difference(viewOf(seen), expected));
        if (features[k]) note('features', difference(seen.slice(7, 41), features[k]));
      });
      const actions = step.act.flat();
      const result = env.step(Object.fromEntries(ids.map((id, k) => [name(id), actions[k]!])));
      const rewards = ids.map((id) => result.rewards[name(id)]!);
      note('rewards', difference(rewards, step.reward.flat()));
      expect(ids.map((id) => arena.alive[id])).toEqual(step.alive.flat());
      expect(Object.values(result.terminations).every(Boolean)).toBe(step.done);
      observations = result.observations;
    }
    expect(errors.views).toBeLessThan(1e-6);
    expect(errors.features).toBeLessThan(1e-6);
    expect(errors.rewards).toBeLessThan(1e-6);
    expect(errors.sums).toBeLessThan(1e-2);
  });

  it('is recorded with deaths in it', () => {
    const deaths = runs.map(
      ({ steps }) => steps.flatMap(({ alive }) => alive.flat()).filter((x) => x === 0).length,
    );
    expect(deaths).toEqual([0, 24, 6]);
  });

  it('has the fields of MAgent2 and of the book', () => {
    const battle = makeParallel('battle_v4');
    expect(battle.possibleAgents).toHaveLength(162);
    expect(battle.observationSpace('red_0').toString()).toBe('Box(0, 2, [13, 13, 5], float32)');
    const book = makeParallel('battle_book_v0');
    expect(book.possibleAgents).toHaveLength(32);
    expect(book.observationSpace('blue_15').toString()).toBe('Box(0, 2, [13, 13, 9], float32)');
    expect(() => new Battle({ agentsPerSide: 15 })).toThrow(/square number such as 9, got 15/);
    expect(() => new Battle({ mapSize: 14, gap: 6 })).toThrow(/do not fit on a field of 14 x 14/);
    expect(() => new Battle({ mapsize: 14 } as never)).toThrow(/Did you mean mapSize/);
  });

  it('hands out finite numbers when an army is gone, and ends for all', () => {
    const env = new Battle({ mapSize: 12, agentsPerSide: 1, gap: 0, minimapMode: true, extraFeatures: true });
    env.reset({ seed: 0 });
    const { arena } = env;
    // One soldier each, two cells apart: red steps beside blue, then hits until it falls.
    expect([arena.x[0], arena.x[1], arena.y[0], arena.y[1]]).toEqual([4, 6, 5, 5]);
    let result = env.step({ red_0: 7, blue_0: 6 });
    const health = [];
    while (env.agents.length > 0) {
      result = env.step({ red_0: 17, blue_0: 6 });
      health.push(arena.hp[1]!);
    }
    expect(health).toHaveLength(6);
    expect(result.rewards.red_0).toBeCloseTo(-0.005 - 0.1 + 5, 5);
    expect(result.rewards.blue_0).toBeCloseTo(-0.1, 6);
    expect(result.terminations).toEqual({ red_0: true, blue_0: true });
    for (const seen of Object.values(result.observations)) expect(seen.every(Number.isFinite)).toBe(true);
  });

  it('goes on in new episodes as the engine does: its random numbers are not restarted', () => {
    const play = (env: Battle, seed?: number) => {
      env.reset(seed === undefined ? {} : { seed });
      const rewards: number[] = [];
      // The middle columns fight; who strikes first is drawn.
      for (let t = 0; t < 30 && env.agents.length > 0; t++) {
        const actions = Object.fromEntries(
          env.agents.map((agent, i) => [agent, t < 4 ? (agent[0] === 'r' ? 7 : 5) : 13 + ((i + t) % 8)]),
        );
        rewards.push(...Object.values(env.step(actions).rewards));
      }
      return rewards;
    };
    const [one, two] = [
      new Battle({ mapSize: 14, agentsPerSide: 4, gap: 1 }),
      new Battle({ mapSize: 14, agentsPerSide: 4, gap: 1 }),
    ];
    expect(play(one, 7)).toEqual(play(two, 7));
    const [second, again] = [play(one), play(two)];
    expect(second).toEqual(again);
    expect(one.saveState()).toEqual(two.saveState());
  });

  it('shows the field as its state, and draws it', () => {
    const env = new Battle({ mapSize: 14, agentsPerSide: 4, gap: 1 });
    env.reset();
    const field = env.state();
    const channel = (c: number) => field.filter((_, i) => i % 5 === c).reduce((a, b) => a + b, 0);
    expect([0, 1, 2, 3, 4].map(channel)).toEqual([52, 4, 4, 4, 4]);
    const before = JSON.stringify(env.render());
    env.step(Object.fromEntries(env.agents.map((agent) => [agent, 11])));
    expect(JSON.stringify(env.render())).not.toBe(before);
  });
});
