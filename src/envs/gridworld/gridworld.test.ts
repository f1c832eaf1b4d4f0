import { describe, expect, it } from 'vitest';
import { Generator } from '../../random/index.js';
import { Gridworld, type GridworldOptions, make, unwrapped } from '../index.js';
import { type Board, drawBoard, isSolvable } from './board.js';

const [UP, DOWN, LEFT, RIGHT] = [0, 1, 2, 3];

/** Plays moves on a fresh board and returns the last result. */
function play(options: GridworldOptions, moves: number[]) {
  const env = new Gridworld(options);
  env.reset({ seed: 0 });
  const results = moves.map((action) => env.step(action));
  return { env, results, last: results.at(-1)! };
}

describe('static board', () => {
  it("is the book's, with the player at (2, 2) after down, down, left", () => {
    const { env, last } = play({ rewards: 'sparse' }, [DOWN, DOWN, LEFT]);
    expect(env.display()).toEqual(['+-  ', ' W  ', '  P ', '    ']);
    const planes = [0, 1, 2, 3].map((plane) => last.observation.indexOf(1, 16 * plane) - 16 * plane);
    expect(planes).toEqual([10, 0, 1, 5]);
    expect(last.observation.reduce((sum, bit) => sum + bit, 0)).toBe(4);
    expect(last).toMatchObject({ reward: 0, terminated: false });
  });

  it('is solved in seven moves', () => {
    const { env, results, last } = play({}, [DOWN, DOWN, LEFT, LEFT, LEFT, UP, UP]);
    expect(last).toMatchObject({ reward: 10, terminated: true });
    expect(results.reduce((sum, { reward }) => sum + reward, 0)).toBe(4);
    expect(env.display()[0]).toBe('+-  ');
  });

  it('ends in the pit', () => {
    expect(play({}, [LEFT, LEFT]).last).toMatchObject({ reward: -10, terminated: true });
    expect(play({ rewards: 'sparse' }, [LEFT, LEFT]).last).toMatchObject({ reward: -1, terminated: true });
  });

  it('has a border and a wall that stop the player at the price of a step', () => {
    expect(play({}, [UP]).env.board.player).toBe(3);
    expect(play({}, [RIGHT]).env.board.player).toBe(3);
    const { env, last } = play({}, [DOWN, LEFT, LEFT]);
    expect(env.board.player).toBe(6);
    expect(last.reward).toBe(-1);
  });

  it('grows with the size, pieces staying where they are', () => {
    const { env } = play({ size: 6 }, [DOWN]);
    expect(env.observationSpace.shape).toEqual([4, 6, 6]);
    expect(env.display()).toEqual(['+-    ', ' W P  ', '      ', '      ', '      ', '      ']);
  });
});

describe('the transition table', () => {
  it('says what every step does, of the board that lies there', () => {
    const env = make('GridworldRandom-v0');
    const inner = unwrapped(env) as Gridworld;
    env.actionSpace.seed(1);
    const tables = new Set<string>();
    for (let game = 0; game < 30; game++) {
      env.reset({ seed: game });
      tables.add(JSON.stringify(inner.P));
      for (;;) {
        const from = inner.board.player;
        const action = env.actionSpace.sample();
        const [outcome, ...others] = inner.P[from]![action]!;
        const { reward, terminated, truncated } = env.step(action);
        expect(others).toEqual([]);
        expect(outcome).toEqual({ probability: 1, nextState: inner.board.player, reward, terminated });
        if (terminated || truncated) break;
      }
    }
    expect(tables.size).toBe(30);
  });

  it('ends on goal and pit, and is that of a loaded board', () => {
    const { env } = play({ rewards: 'sparse' }, []);
    const { goal, pit } = env.board;
    for (const over of [goal, pit]) {
      expect(env.P[over]![UP!]).toEqual([{ probability: 1, nextState: over, reward: 0, terminated: true }]);
    }
    expect(env.P[pit + 1]![LEFT!]).toEqual([
      { probability: 1, nextState: pit, reward: -1, terminated: true },
    ]);
    const random = new Gridworld({ mode: 'random' });
    random.reset({ seed: 4 });
    const { P } = random;
    const other = new Gridworld({ mode: 'random' });
    other.reset({ seed: 5 });
    expect(other.P).not.toEqual(P);
    other.loadState(random.saveState());
    expect(other.P).toEqual(P);
  });

  it('has the shortest way of the static board', () => {
    const { env } = play({}, []);
    const values = new Array<number>(16).fill(0);
    for (let sweep = 0; sweep < 50; sweep++) {
      for (const [cell, actions] of env.P.entries()) {
        values[cell] = Math.max(
          ...actions.map(([o]) => o!.reward + (o!.terminated ? 0 : values[o!.nextState]!)),
        );
      }
    }
    expect(values[3]).toBe(4);
  });
});

describe('boards', () => {
  const cells = Array.from({ length: 16 }, (_, i) => i);

  it('are solvable in 43,472 of the 43,680 placements', () => {
    let placements = 0;
    let solvable = 0;
    for (const player of cells)
      for (const goal of cells)
        for (const pit of cells)
          for (const wall of cells) {
            if (new Set([player, goal, pit, wall]).size < 4) continue;
            placements++;
            if (isSolvable({ player, goal, pit, wall }, 4)) solvable++;
          }
    expect([placements, solvable]).toEqual([43_680, 43_472]);
  });

  it('start the player of mode `player` in each of 13 cells', () => {
    const rng = new Generator(0);
    const boards = Array.from({ length: 500 }, () => drawBoard(rng, 4, 'player'));
    expect(new Set(boards.map(({ player }) => player)).size).toBe(13);
    expect(boards.every(({ goal, pit, wall }) => goal === 0 && pit === 1 && wall === 5)).toBe(true);
  });

  it('of mode `random` are always solvable and stand anywhere', () => {
    const rng = new Generator(1);
    const boards: Board[] = Array.from({ length: 2000 }, () => drawBoard(rng, 4, 'random'));
    expect(boards.every((board) => isSolvable(board, 4))).toBe(true);
    expect(new Set(boards.map(({ goal }) => goal)).size).toBe(16);
  });
});

it('a random walk wins about as often as the exact baseline', () => {
  // On random boards a uniform policy reaches the goal within 50 moves with probability 0.46.
  const env = make('GridworldRandom-v0');
  env.actionSpace.seed(0);
  let wins = 0;
  for (let game = 0; game < 2000; game++) {
    env.reset({ seed: game });
    let result = env.step(env.actionSpace.sample());
    while (!result.terminated && !result.truncated) result = env.step(env.actionSpace.sample());
    if (result.reward === 10) wins++;
  }
  expect(wins / 2000).toBeGreaterThan(0.42);
  expect(wins / 2000).toBeLessThan(0.5);
});
