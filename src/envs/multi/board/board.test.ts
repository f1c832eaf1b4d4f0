// Tic-tac-toe and connect four: all positions, perfect play, and PettingZoo's observations and rewards.
import { describe, expect, expectTypeOf, it } from 'vitest';
import { Generator } from '../../../random/index.js';
import type { Box } from '../../../spaces/index.js';
import { make } from '../../registry.js';
import { makeAec, randomPolicy, singleAgent, turnBasedToParallel } from '../index.js';
import type { BoardGame } from './board-game.js';
import { CONNECT_FOUR, ConnectFour } from './connect-four.js';
import { lookAhead } from './players.js';
import { emptyBoard, wonLine } from './rules.js';
import { actionValues } from './search.js';
import { perfectTicTacToe, TIC_TAC_TOE, TicTacToe } from './tic-tac-toe.js';

/** Plays actions in turn. */
function play(game: BoardGame, actions: number[]): void {
  game.reset();
  for (const action of actions) game.step(action);
}

describe('tic-tac-toe', () => {
  it('has 5,478 reachable positions, 958 of them ends', () => {
    const game = new TicTacToe();
    const seen = new Map<string, boolean>();
    const visit = () => {
      const key = game.board.join('');
      if (seen.has(key)) return;
      const isEnd = game.agents.some((agent) => game.terminations[agent]);
      seen.set(key, isEnd);
      if (isEnd) return;
      const state = game.saveState();
      game.actionMask(game.agentSelection).forEach((legal, action) => {
        if (legal === 0) return;
        game.step(action);
        visit();
        game.loadState(state);
      });
    };
    game.reset();
    visit();
    expect(seen.size).toBe(5478);
    expect([...seen.values()].filter(Boolean)).toHaveLength(958);
  });

  it('is a draw when both play perfectly', () => {
    const game = new TicTacToe();
    const rng = new Generator(7);
    for (let i = 0; i < 50; i++) {
      game.reset();
      let total = 0;
      for (const agent of game.agentIter()) {
        const { observation, reward, terminated } = game.last();
        total += Math.abs(reward);
        const context = { agent, actionSpace: game.actionSpace(agent), rng };
        game.step(terminated ? null : perfectTicTacToe(observation!.observation, context));
      }
      expect(total).toBe(0);
    }
  });

  it.each(['player_1', 'player_2'] as const)(
    'perfect play as %s never loses to chance, and wins most',
    (player) => {
      const env = singleAgent<Int8Array, number>(new TicTacToe(), player, randomPolicy);
      const rng = new Generator(1);
      const results: number[] = [];
      for (let i = 0; i < 200; i++) {
        let { observation } = env.reset(i === 0 ? { seed: 1 } : {});
        for (;;) {
          const action = perfectTicTacToe(observation, { agent: player, actionSpace: env.actionSpace, rng });
          const result = env.step(action);
          observation = result.observation;
          if (!result.terminated) continue;
          results.push(result.reward);
          break;
        }
      }
      expect(results).not.toContain(-1);
      expect(results.filter((x) => x === 1).length).toBeGreaterThan(140);
    },
  );

  it('shows own pieces and the other’s, and masks what is taken', () => {
    const game = new TicTacToe();
    play(game, [4, 0]);
    expect(game.agentSelection).toBe('player_1');
    const { observation, action_mask } = game.observe('player_1');
    expect([observation[2 * 4], observation[1], observation.reduce((a, b) => a + b, 0)]).toEqual([1, 1, 2]);
    expect([...action_mask]).toEqual([0, 1, 1, 1, 0, 1, 1, 1, 1]);
    const other = game.observe('player_2');
    expect([other.observation[2 * 4 + 1], other.observation[0]]).toEqual([1, 1]);
    expect([...other.action_mask]).toEqual(new Array(9).fill(0));
  });

  it('pays the winner and the loser, and everybody leaves', () => {
    const game = new TicTacToe();
    play(game, [0, 3, 1, 4, 2]);
    expect(game.rewards).toEqual({ player_1: 1, player_2: -1 });
    expect(game.last()).toMatchObject({ reward: -1, terminated: true, truncated: false });
    expect(() => game.step(5)).toThrow(/can only take the action null; got 5/);
    game.step(null);
    expect([game.agents, game.agentSelection, game.last().reward]).toEqual([['player_1'], 'player_1', 1]);
    game.step(null);
    expect(game.agents).toEqual([]);
    expect(() => game.step(null)).toThrow(/no agent takes part/);
  });

  it('is lost by who takes a taken cell', () => {
    const game = new TicTacToe();
    play(game, [4, 4]);
    expect(game.rewards).toEqual({ player_1: 0, player_2: -1 });
    expect(game.infos.player_2).toEqual({ illegal: true });
    const env = make('TicTacToe-v0');
    env.reset({ seed: 1 });
    const { observation } = env.step(4);
    const taken = [...Array(9).keys()].find((cell) => observation[2 * cell + 1] === 1)!;
    expect(env.step(taken)).toMatchObject({ reward: -1, terminated: true, info: { illegal: true } });
  });

  it('refuses seeds and options of reset that mean nothing', () => {
    for (const game of [new TicTacToe(), make('TicTacToe-v0')]) {
      expect(() => game.reset({ options: { first: 2 } })).toThrow(/no option 'first'/);
      for (const seed of [-1, '1', null]) {
        expect(() => game.reset({ seed: seed as never })).toThrow(/A seed must be/);
      }
    }
  });

  it('is played by id against chance or a perfect opponent, from both sides', () => {
    const second = make('TicTacToe-v0', { player: 'player_2', opponent: 'perfect' });
    expectTypeOf(second.actionSpace.n).toBeNumber();
    expectTypeOf(make('ConnectFour-v0').observationSpace).toExtend<Box<'int8'>>();
    expect([second.actionSpace.n, make('ConnectFour-v0').actionSpace.n]).toEqual([9, 7]);
    const { observation } = second.reset({ seed: 3 });
    expect(observation.reduce((a, b) => a + b, 0)).toBe(1);
    expect(second.observationSpace.toString()).toBe('Box(0, 1, [3, 3, 2], int8)');
    expect(second.actionMask!().filter((x) => x === 1)).toHaveLength(8);
    expect(() => make('TicTacToe-v0', { opponent: 'best' as never })).toThrow(
      /opponent must be "random" or "perfect"/,
    );
  });
});

describe('connect four', () => {
  it('lets discs fall, fills columns and finds lines in every direction', () => {
    const game = new ConnectFour();
    play(game, [3, 3, 3, 3, 3, 3]);
    expect(game.board.filter((piece) => piece !== 0)).toHaveLength(6);
    expect([...game.actionMask('player_0')]).toEqual([1, 1, 1, 0, 1, 1, 1]);
    expect(game.observe('player_0').observation[2 * (5 * 7 + 3)]).toBe(1);
    const won = (actions: number[]) => {
      play(game, actions);
      return game.rewards.player_0;
    };
    expect(won([0, 0, 1, 1, 2, 2, 3])).toBe(1);
    expect(won([0, 1, 0, 1, 0, 1, 0])).toBe(1);
    expect(won([0, 1, 1, 2, 2, 3, 2, 3, 3, 6, 3])).toBe(1);
    expect(won([6, 5, 5, 4, 4, 3, 4, 3, 3, 0, 3])).toBe(1);
    expect(won([3, 3, 3, 3, 3, 3, 3])).toBe(-1);
  });

  it('has 69 lines', () => {
    const lines = new Set<string>();
    const { rows, columns } = CONNECT_FOUR;
    for (let cell = 0; cell < rows * columns; cell++) {
      for (const [dy, dx] of [
        [0, 1],
        [1, 0],
        [1, 1],
        [1, -1],
      ] as const) {
        const cells = [0, 1, 2, 3].map((k) => [Math.floor(cell / 7) + k * dy, (cell % 7) + k * dx] as const);
        if (cells.some(([y, x]) => y < 0 || y >= rows || x < 0 || x >= columns)) continue;
        const board = emptyBoard(CONNECT_FOUR);
        for (const [y, x] of cells) board[y * columns + x] = 1;
        expect(wonLine(CONNECT_FOUR, board, cell)).toHaveLength(4);
        lines.add(String(cells));
      }
    }
    expect(lines.size).toBe(69);
  });

  it('an opponent that looks ahead wins where it can and blocks where it must', () => {
    const player = lookAhead(CONNECT_FOUR, 2);
    const choose = (actions: number[]) => {
      const game = new ConnectFour();
      play(game, actions);
      const agent = game.agentSelection;
      const { observation } = game.observe(agent);
      return player(observation, { agent, actionSpace: game.actionSpace(agent), rng: new Generator(0) });
    };
    expect(choose([0, 6, 0, 6, 0, 6])).toBe(0);
    expect(choose([0, 6, 0, 6, 0])).toBe(0);
    const env = make('ConnectFour-v0', { opponent: 'minimax', depth: 3 });
    env.reset({ seed: 1 });
    expect(env.step(3).observation.filter((x) => x === 1)).toHaveLength(2);
  });

  it('values actions as seen from the player to move', () => {
    const board = emptyBoard(TIC_TAC_TOE);
    expect([...actionValues(TIC_TAC_TOE, board, 1, 9)]).toEqual(new Array(9).fill(0));
    board.set([1, 1, 0, 2, 2, 0, 0, 0, 0]);
    const values = actionValues(TIC_TAC_TOE, board, 1, 5);
    expect([values[0], values[2], values[6]]).toEqual([-Infinity, 5, -4]);
  });
});

describe('games of turns at once', () => {
  it('take the action of the active player alone, as PettingZoo does', () => {
    const env = turnBasedToParallel(makeAec('tictactoe_v3'));
    env.reset({ seed: 0 });
    const step = env.step({ player_1: 4, player_2: 0 });
    expect(step.infos).toEqual({
      player_1: { active_agent: 'player_2' },
      player_2: { active_agent: 'player_2' },
    });
    expect((step.observations.player_1!.observation as Int8Array).reduce((a, b) => a + b, 0)).toBe(1);
  });
});
