// Rooms, wind and the noisy screen by their rules; their tables by planning on them and by playing against them.
import { describe, expect, it } from 'vitest';
import { checkEnv, type Env, make, type TabularEnv, unwrapped } from '../index.js';
import { FourRooms, NoisyTV, WindyGrid } from './index.js';

const IDS = ['FourRooms-v0', 'Ising1D-v0', 'Ising2D-v0', 'NoisyTV-v0', 'WindyGrid-v0'];

/** Values of the best policy, by value iteration on the table. */
function plan({ P }: TabularEnv, gamma: number): number[] {
  const values = P.map(() => 0);
  for (let sweep = 0; sweep < 300; sweep++) {
    for (const [state, actions] of P.entries()) {
      values[state] = Math.max(
        ...actions.map((outcomes) =>
          outcomes.reduce(
            (sum, o) => sum + o.probability * (o.reward + (o.terminated ? 0 : gamma * values[o.nextState]!)),
            0,
          ),
        ),
      );
    }
  }
  return values;
}

describe.each(['FourRooms-v0', 'WindyGrid-v0'])('the table of %s', (id) => {
  it('holds probabilities, and outcomes that happen as often as it says', () => {
    const env = make(id) as Env<number, number>;
    const { P, startDistribution } = unwrapped(env) as TabularEnv;
    expect(startDistribution.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    for (const outcomes of P.flat()) {
      expect(outcomes.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 12);
    }
    env.actionSpace.seed(2);
    let state = env.reset({ seed: 2 }).observation;
    let expected = 0;
    let counted = 0;
    for (let i = 0; i < 6000; i++) {
      const action = env.actionSpace.sample();
      const { observation, reward, terminated, truncated } = env.step(action);
      const possible = P[state]![action]!;
      expect(
        possible.some(
          (o) => o.nextState === observation && o.reward === reward && o.terminated === terminated,
        ),
      ).toBe(true);
      const stays = possible.filter((o) => o.nextState === state).reduce((sum, o) => sum + o.probability, 0);
      expected += stays;
      counted += observation === state ? 1 : 0;
      state = terminated || truncated ? env.reset().observation : observation;
    }
    expect(Math.abs(counted - expected)).toBeLessThan(150);
  });
});

describe('FourRooms', () => {
  const env = new FourRooms();

  it('has 104 cells in four rooms and four hallways', () => {
    expect(env.P).toHaveLength(104);
    expect(env.hallways.map((state) => env.cellOf(state))).toEqual([
      [3, 6],
      [6, 2],
      [7, 9],
      [10, 6],
    ]);
    expect(env.rooms.map((room) => room.length)).toEqual([25, 30, 25, 20]);
    expect(new Set([...env.rooms.flat(), ...env.hallways]).size).toBe(104);
    expect(env.stateOf(0, 0)).toBeUndefined();
    for (let state = 0; state < 104; state++) expect(env.stateOf(...env.cellOf(state))).toBe(state);
  });

  it('joins each room to its two hallways', () => {
    const [north, west, east, south] = env.hallways;
    const doors = env.rooms.map((room) =>
      env.hallways.filter((hallway) =>
        env.P.some(
          (actions, state) => room.includes(state) && actions.flat().some((o) => o.nextState === hallway),
        ),
      ),
    );
    expect(doors).toEqual([
      [north, west],
      [north, east],
      [west, south],
      [east, south],
    ]);
  });

  it('moves as wanted twice in three times, and pays at the goal alone', () => {
    const from = env.stateOf(2, 2)!;
    const outcomes = env.P[from]![3]!.map((o) => [env.cellOf(o.nextState), o.probability]);
    expect(outcomes).toEqual([
      [[1, 2], expect.closeTo(1 / 9, 12)],
      [[3, 2], expect.closeTo(1 / 9, 12)],
      [[2, 1], expect.closeTo(1 / 9, 12)],
      [[2, 3], expect.closeTo(2 / 3, 12)],
    ]);
    const [row, column] = env.cellOf(env.goal);
    expect([row, column]).toEqual([7, 9]);
    for (const [state, actions] of env.P.entries()) {
      for (const o of actions.flat()) {
        const isReached = o.nextState === env.goal && state !== env.goal;
        expect([o.reward, o.terminated]).toEqual([isReached ? 1 : 0, o.nextState === env.goal]);
      }
    }
  });

  it('takes the other goal of the paper, and free cells only', () => {
    const other = new FourRooms({ goal: [9, 9] });
    expect(other.cellOf(other.goal)).toEqual([9, 9]);
    expect(other.startDistribution[other.goal]).toBe(0);
    const values = plan(other, 0.9);
    expect(values.indexOf(Math.max(...values))).not.toBe(other.goal);
    expect(values[other.goal]).toBe(0);
    for (const goal of [
      [0, 0],
      [6, 6],
      [3, 19],
      [-1, 3],
    ] as const) {
      expect(() => new FourRooms({ goal })).toThrow(/free cell/);
    }
    expect(() => new FourRooms({ goal: [1.5, 2] })).toThrow(/list of 2 integers/);
  });
});

describe('WindyGrid', () => {
  it('has a shortest way of 15 moves', () => {
    const env = new WindyGrid();
    const values = plan(env, 1);
    expect(values[30]).toBe(-15);
    let { observation } = env.reset({ seed: 0 });
    let total = 0;
    for (let i = 0; i < 15; i++) {
      const worth = env.P[observation]!.map(([o]) => o!.reward + (o!.terminated ? 0 : values[o!.nextState]!));
      const result = env.step(worth.indexOf(Math.max(...worth)));
      ({ observation } = result);
      total += result.reward;
      expect(result.terminated).toBe(i === 14);
    }
    expect(total).toBe(-15);
  });

  it('carries the player up by the wind of the column it leaves, and stops at the border', () => {
    const { P } = new WindyGrid();
    const to = (state: number, action: number) => P[state]![action]![0]!.nextState;
    expect([to(30, 0), to(30, 1), to(30, 2), to(30, 3)]).toEqual([20, 40, 30, 31]);
    expect([to(33, 0), to(33, 1), to(33, 2), to(33, 3)]).toEqual([13, 33, 22, 24]);
    expect([to(36, 3), to(16, 0), to(69, 1), to(69, 3)]).toEqual([17, 6, 69, 69]);
  });
});

describe('NoisyTV', () => {
  const noiseOf = (observation: Uint8Array) => observation.slice(25).join('');
  const cellOf = (observation: Uint8Array) => observation.indexOf(1);

  it('shows the place, and noise that is new in every step', () => {
    const env = new NoisyTV();
    expect(env.actionSpace.n).toBe(4);
    const seen = [env.reset({ seed: 1 }), ...[3, 3, 1, 2, 0].map((action) => env.step(action))];
    expect(seen.map(({ observation }) => cellOf(observation))).toEqual([0, 1, 2, 7, 6, 1]);
    expect(new Set(seen.map(({ observation }) => noiseOf(observation))).size).toBe(6);
    let ones = 0;
    for (let i = 0; i < 1000; i++)
      ones += env
        .step(0)
        .observation.slice(25)
        .reduce((a, b) => a + b, 0);
    expect(ones / 25_000).toBeCloseTo(0.5, 1);
  });

  it('has a variant in which one cell shows it and an action changes the channel there', () => {
    const env = new NoisyTV({ screen: 'cell' });
    expect(env.actionSpace.n).toBe(5);
    const dark = '0'.repeat(25);
    expect(noiseOf(env.reset({ seed: 1 }).observation)).toBe(dark);
    const way = [3, 3, 1, 4].map((action) => noiseOf(env.step(action).observation));
    expect(way).toEqual([dark, dark, dark, dark]);
    const first = noiseOf(env.step(1).observation);
    expect(first).not.toBe(dark);
    // In the middle the picture stays until the channel is changed.
    env.step(0);
    expect(noiseOf(env.step(1).observation)).toBe(first);
    expect(noiseOf(env.step(4).observation)).not.toBe(first);
    expect(env.cell).toBe(12);
  });

  it('pays and ends in the corner, unless there is no goal', () => {
    const way = [1, 1, 1, 1, 3, 3, 3, 3];
    for (const goal of [true, false]) {
      const env = new NoisyTV({ goal });
      env.reset({ seed: 0 });
      const results = way.map((action) => env.step(action));
      expect(results.at(-1)).toMatchObject({ reward: goal ? 1 : 0, terminated: goal });
      expect(results.slice(0, -1).every(({ reward, terminated }) => reward === 0 && !terminated)).toBe(true);
    }
  });
});

describe.each(IDS)('%s', (id) => {
  it('has no fault that checkEnv finds, draws, and goes on exactly from any saved step', () => {
    expect(checkEnv(make(id))).toEqual([]);
    const env = make(id);
    env.actionSpace.seed(4);
    env.reset({ seed: 4 });
    const pictures = new Set<string>();
    for (let i = 0; i < 40; i++) {
      const other = make(id);
      other.reset({ seed: 9 });
      other.loadState!(JSON.parse(JSON.stringify(env.saveState!())));
      const action = env.actionSpace.sample();
      const result = env.step(action);
      expect(other.step(action)).toEqual(result);
      pictures.add(JSON.stringify(env.render!()));
      if (result.terminated || result.truncated) env.reset();
    }
    expect(pictures.size).toBeGreaterThan(10);
  });
});
