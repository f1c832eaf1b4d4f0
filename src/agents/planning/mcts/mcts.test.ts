// Tree search: exact counts, perfect play at tic-tac-toe, worlds of one agent, and what it refuses.
import { describe, expect, it } from 'vitest';
import { expectExactResume } from '../../../../test/agents.js';
import { type Env, FlattenObservation, make, makeVec } from '../../../envs/index.js';
import { wonLine } from '../../../envs/multi/board/rules.js';
import { actionValues } from '../../../envs/multi/board/search.js';
import { BoardSearch, TIC_TAC_TOE } from '../../../envs/multi/index.js';
import { evaluatePolicy } from '../../../evaluate/index.js';
import { Generator } from '../../../random/index.js';
import { EnvSearch } from './env-search.js';
import { MCTS } from './mcts.js';
import { mctsPresets } from './presets.js';
import { Uct } from './uct.js';

const settings = { simulations: 1000, exploration: Math.SQRT2, gamma: 1, playoutDepth: 100 };

/** The observation of a board given from the player to move: x are its pieces, o the other's. */
const observed = (board: string) =>
  Int8Array.from([...board].flatMap((piece) => [piece === 'x' ? 1 : 0, piece === 'o' ? 1 : 0]));

describe('UCT', () => {
  const uct = new Uct(new BoardSearch(TIC_TAC_TOE), settings, new Generator(3));

  it('counts every simulation once, and keeps mean returns between a loss and a win', () => {
    uct.search(observed('.........'));
    const { tree } = uct;
    const visits = [...tree.visits.subarray(0, 9)];
    expect(visits.reduce((a, b) => a + b)).toBe(1000);
    expect(tree.nodeVisits[0]).toBe(1000);
    for (let edge = 0; edge < 9; edge++) {
      // What passed an edge went on from its node, but for the simulation that made the node.
      expect(tree.nodeVisits[tree.child[edge]!]).toBe(visits[edge]! - 1);
      expect(Math.abs(tree.total[edge]!)).toBeLessThanOrEqual(visits[edge]!);
    }
  });

  it('takes the only row that wins, and stops the only one that loses', () => {
    uct.search(observed('xx.oo....'));
    expect([uct.tree.bestAction(), uct.tree.rootValue() > 0.8]).toEqual([2, true]);
    uct.search(observed('oo.x.....'));
    expect(uct.tree.bestAction()).toBe(2);
  });

  it('plays as minimax does wherever the tree can hold the rest of the game', () => {
    const rng = new Generator(8);
    const board = new Int8Array(9);
    let tried = 0;
    while (tried < 60) {
      board.fill(0);
      let mark = 1;
      let won = false;
      for (const cell of rng.permutation(9).slice(0, 4 + rng.integers(0, 3))) {
        board[cell] = mark;
        won ||= wonLine(TIC_TAC_TOE, board, cell) !== undefined;
        mark = 3 - mark;
      }
      if (won) continue;
      tried++;
      const values = actionValues(TIC_TAC_TOE, board, mark, 9).map(Math.sign);
      const seen = [...board].map((piece) => (piece === 0 ? '.' : piece === mark ? 'x' : 'o')).join('');
      uct.search(observed(seen));
      expect(values[uct.tree.bestAction()], seen).toBe(Math.max(...values));
    }
  });

  it('keeps to the mask, and refuses positions that are over', () => {
    uct.search(observed('xx.oo....'), 0, Uint8Array.of(1, 1, 0, 1, 1, 0, 0, 1, 1));
    expect([7, 8]).toContain(uct.tree.bestAction());
    expect(() => uct.search(observed('xoxoxooxo'))).toThrow(/the game is over/);
    expect(() => uct.search(observed('xx.......'), 0, Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0))).toThrow(
      /allows no action that is legal/,
    );
  });

  it('balances a pole in the environment itself, and leaves it where it was', () => {
    const env = make('CartPole-v1') as Env<Float32Array, number>;
    env.reset({ seed: 4 });
    const game = new EnvSearch(env as Env<unknown, number>);
    const planner = new Uct(game, { ...settings, simulations: 40, playoutDepth: 30 }, new Generator(1));
    let steps = 0;
    for (; steps < 80; steps++) {
      const before = env.saveState!();
      planner.search([]);
      game.finish();
      expect(env.saveState!()).toEqual(before);
      if (env.step(planner.tree.bestAction()).terminated) break;
    }
    // Chance falls after about 22.
    expect(steps).toBe(80);
  });
});

describe('mcts', () => {
  it.each(['player_1', 'player_2'] as const)('as %s never loses to perfect play', (player) => {
    const agent = new MCTS('TicTacToe-v0', { ...mctsPresets['TicTacToe-v0']!.config, seed: 1 });
    const env = makeVec('TicTacToe-v0', { numEnvs: 1, options: { opponent: 'perfect', player } });
    const { returns } = evaluatePolicy(agent, env, { episodes: 30, seed: 3 });
    expect(returns).toEqual(new Array(30).fill(0));
  });

  it('as second player beats chance', () => {
    const agent = new MCTS('TicTacToe-v0', { seed: 1, simulations: 300 });
    const env = makeVec('TicTacToe-v0', { numEnvs: 1, options: { player: 'player_2' } });
    const { returns } = evaluatePolicy(agent, env, { episodes: 100, seed: 3 });
    expect(returns.filter((each) => each >= 0).length).toBeGreaterThanOrEqual(95);
    expect(returns.filter((each) => each === 1).length).toBeGreaterThanOrEqual(75);
  });

  it('walks a frozen lake by its table, also over rows in arrays', () => {
    const options = { isSlippery: false };
    const env = makeVec('FrozenLake-v1', { numEnvs: 4, options });
    const agent = new MCTS(env, { simulations: 500, gamma: 0.95, seed: 2 });
    const { returns, lengths } = evaluatePolicy(agent, makeVec('FrozenLake-v1', { numEnvs: 4, options }), {
      episodes: 4,
      seed: 1,
    });
    expect(returns).toEqual([1, 1, 1, 1]);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(8);
  });

  it('draws in proportion to visits when asked', () => {
    const agent = new MCTS('TicTacToe-v0', { simulations: 50 });
    const actionMask = new Uint8Array(9).fill(1);
    const predict = (deterministic: boolean) =>
      new Set(
        Array.from({ length: 30 }, () => agent.predict(observed('.........'), { deterministic, actionMask })),
      );
    expect(predict(false).size).toBeGreaterThan(5);
  });

  it('goes on exactly from a checkpoint in the middle of an episode', async () => {
    const create = () => new MCTS('TicTacToe-v0', { simulations: 10, logInterval: 1 });
    await expectExactResume(create, 60, 31);
  });

  it('refuses worlds without a simulator, and wrappers that change what is seen', () => {
    expect(() => new MCTS('CartPole-v1')).toThrow(/mcts plans ahead in a simulator of its environment/);
    expect(() => new MCTS(new FlattenObservation(make('TicTacToe-v0') as Env))).toThrow(
      /a wrapper changes them: .*shape/,
    );
    expect(() => new MCTS('TicTacToe-v0', { simulations: 0 })).toThrow(/simulations: expected a number > 0/);
    expect(() => new MCTS('TicTacToe-v0', { simulation: 5 } as never)).toThrow(/did you mean simulations/);
  });
});
