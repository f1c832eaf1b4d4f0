// AlphaZero: exact targets, guided search, symmetries, resume, and what it refuses. Strength: test/learning/planning.test.ts.
import { describe, expect, it } from 'vitest';
import { expectDeterminism, expectExactResume } from '../../../../test/agents.js';
import { makeVec } from '../../../envs/index.js';
import { BoardSearch, CONNECT_FOUR, TIC_TAC_TOE } from '../../../envs/multi/index.js';
import { evaluatePolicy } from '../../../evaluate/index.js';
import { ColumnStore } from '../../../memory/index.js';
import { Generator } from '../../../random/index.js';
import { Box } from '../../../spaces/index.js';
import { drawGamma } from '../../draw-gamma.js';
import { drawVisits } from '../draw-visits.js';
import { AlphaZero } from './alphazero.js';
import { addDirichlet } from './dirichlet.js';
import { Puct } from './puct.js';
import { gameColumns, SelfPlay } from './self-play.js';

const small = {
  ...{ hiddenSizes: [16], selfPlaySimulations: 10, simulations: 50, parallelGames: 4, batchSize: 16 },
  ...{ bufferSize: 200, logInterval: 3, seed: 4 },
};
const board = new Box({ low: 0, high: 1, shape: [3, 3, 2], dtype: 'int8' });
const allocate = (size: number) => new Int8Array(size);
const observed = (cells: string) =>
  Int8Array.from([...cells].flatMap((piece) => [piece === 'x' ? 1 : 0, piece === 'o' ? 1 : 0]));

describe('PUCT', () => {
  /** A network that likes some actions, and thinks every position a draw. */
  const guided = (logits: number[], simulations = 200) =>
    new Puct(
      new BoardSearch(TIC_TAC_TOE),
      { simulations, exploration: 1.25 },
      (_, count) => ({
        logits: Array.from({ length: count }, () => logits).flat(),
        values: new Array(count).fill(0),
      }),
      allocate,
    );

  it('follows the priors, which legal actions share', () => {
    const puct = guided([0, 0, 0, 0, 3, 0, 0, 0, 0], 20);
    puct.search(observed('........o'), 1);
    const [tree] = puct.trees;
    const priors = [...tree!.prior.subarray(0, 8)];
    expect(priors.reduce((a, b) => a + b)).toBeCloseTo(1);
    expect(priors[4]).toBeCloseTo(Math.E ** 3 / (Math.E ** 3 + 7));
    expect(tree!.bestAction()).toBe(4);
    expect(tree!.nodeVisits[0]).toBe(20);
  });

  it('finds a win and a threat against the priors, in several positions at once', () => {
    const puct = guided([3, 0, 0, 0, 0, 0, 0, 3, 3]);
    const positions = ['xx.oo....', 'oo.x.....', 'x..x.oo..'].map(observed);
    puct.search(Int8Array.from(positions.flatMap((each) => [...each])), 3);
    const [win, threat] = puct.trees.map((tree) => tree.bestAction());
    expect([win, threat]).toEqual([2, 2]);
    // Alone each is searched as among others.
    const visits = puct.trees.map((tree) => [...tree.visits.subarray(0, 6)]);
    for (const [i, position] of positions.entries()) {
      const alone = guided([3, 0, 0, 0, 0, 0, 0, 3, 3]);
      alone.search(position, 1);
      expect([...alone.trees[0]!.visits.subarray(0, 6)]).toEqual(visits[i]);
    }
  });
});

describe('noise and temperature', () => {
  it('gamma draws have their mean and variance, Dirichlet noise sums to its share', () => {
    const rng = new Generator(3);
    for (const shape of [0.3, 1, 4.5]) {
      const draws = Array.from({ length: 20_000 }, () => drawGamma(shape, rng));
      const mean = draws.reduce((a, b) => a + b) / draws.length;
      const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length;
      expect(mean / shape).toBeCloseTo(1, 1);
      expect(variance / shape).toBeCloseTo(1, 0);
    }
    const priors = Float32Array.of(0.7, 0.2, 0.1);
    addDirichlet(priors, 0.5, 0.25, rng);
    expect(priors.reduce((a, b) => a + b)).toBeCloseTo(1);
    expect(priors[0]).toBeGreaterThanOrEqual(0.75 * 0.7 - 1e-6);
  });

  it('draws by visits^(1/τ), never what was not tried', () => {
    const rng = new Generator(5);
    const share = (temperature: number) => {
      const counts = [0, 0, 0];
      for (let i = 0; i < 4000; i++) counts[drawVisits([30, 0, 10], 0, 3, temperature, rng)]!++;
      expect(counts[1]).toBe(0);
      return counts[0]! / 4000;
    };
    expect(share(1)).toBeCloseTo(0.75, 1);
    expect(share(0.5)).toBeCloseTo(0.9, 1);
    expect(share(0.01)).toBe(1);
  });
});

describe('self-play', () => {
  it('values every position by the end of its game, as seen from who moved', () => {
    const columns = gameColumns(board as never, 9);
    const play = new SelfPlay(new BoardSearch(TIC_TAC_TOE), columns, 1, allocate);
    const memory = new ColumnStore(columns, 100);
    const policy = new Float32Array(9).fill(1 / 9);
    const results = [0, 3, 1, 4, 2].map((action) => play.play(0, action, policy, 0, memory));
    expect(results).toEqual([undefined, undefined, undefined, undefined, { result: 1, length: 5 }]);
    // Last move first.
    expect([...memory.scalar('value').array.subarray(0, 5)]).toEqual([1, -1, 1, -1, 1]);
    expect([...memory.scalar('observation').array.subarray(0, 18)]).toEqual([...observed('xx.oo....')]);
    expect(play.moves(0)).toBe(0);
    expect([...play.observations]).toEqual(new Array(18).fill(0));
  });

  it('knows the symmetries of a board: they keep what wins', () => {
    const ttt = new BoardSearch(TIC_TAC_TOE);
    expect([ttt.symmetries.length, new BoardSearch(CONNECT_FOUR).symmetries.length]).toEqual([7, 1]);
    const distinct = new Set(ttt.symmetries.map(({ actions }) => actions.join()));
    expect([distinct.size, distinct.has('0,1,2,3,4,5,6,7,8')]).toEqual([7, false]);
    for (const game of [ttt, new BoardSearch(CONNECT_FOUR)]) {
      const rng = new Generator(1);
      for (const { observation, actions } of game.symmetries) {
        const legal = new Int32Array(game.actionCount);
        const inverse = Int32Array.from(actions, (_, a) => actions.indexOf(a));
        for (let trial = 0; trial < 20; trial++) {
          const [original, turned] = [
            new Int8Array(game.observationSize),
            new Int8Array(game.observationSize),
          ];
          game.start();
          for (let move = 0; move < 7 && !game.isOver; move++) {
            game.observe(original);
            observation.forEach((from, to) => {
              turned[to] = original[from]!;
            });
            const action = legal[rng.integers(0, game.legal(legal))]!;
            game.begin(turned);
            const reward = game.play(inverse[action]!);
            const isOver = game.isOver;
            game.begin(original);
            expect([game.play(action), game.isOver]).toEqual([reward, isOver]);
          }
        }
      }
    }
  });
});

describe('alphazero', () => {
  it('is deterministic, and goes on exactly from a checkpoint in the middle of its games', async () => {
    await expectDeterminism((seed) => new AlphaZero('TicTacToe-v0', { ...small, seed }), 120);
    await expectExactResume(() => new AlphaZero('TicTacToe-v0', small), 200, 102);
  });

  it('takes as many moves as the budget says, and reports games', async () => {
    const agent = new AlphaZero('TicTacToe-v0', small);
    const lengths: number[] = [];
    await agent.learn({
      totalSteps: 101,
      callbacks: [{ onEpisodeEnd: (_, episode) => void lengths.push(episode.length) }],
    });
    expect(agent.numTimesteps).toBe(101);
    expect(lengths.length).toBe(agent.numEpisodes);
    expect(agent.memory.size).toBe(lengths.reduce((a, b) => a + b));
  });

  it('learns tic-tac-toe in seconds: no loss to perfect play, from either side', async () => {
    const agent = new AlphaZero(makeVec('TicTacToe-v0', { numEnvs: 1 }), {
      ...{ hiddenSizes: [64], selfPlaySimulations: 30, simulations: 400, seed: 2, temperatureMoves: 9 },
    });
    await agent.learn({ totalSteps: 6000 });
    for (const player of ['player_1', 'player_2']) {
      const env = makeVec('TicTacToe-v0', { numEnvs: 20, options: { opponent: 'perfect', player } as never });
      expect(evaluatePolicy(agent, env, { episodes: 40, seed: 3 }).returns).not.toContain(-1);
    }
    const env = makeVec('TicTacToe-v0', { numEnvs: 20, options: { player: 'player_2' } });
    const { returns } = evaluatePolicy(agent, env, { episodes: 60, seed: 3 });
    expect(returns.filter((each) => each >= 0).length).toBeGreaterThanOrEqual(57);
  });

  it('refuses what it cannot learn from', async () => {
    expect(() => new AlphaZero('FrozenLake-v1')).toThrow(/a game of two players/);
    expect(() => new AlphaZero('CartPole-v1')).toThrow(/has none/);
    expect(() => new AlphaZero('TicTacToe-v0', { bufferSize: 20, batchSize: 30 })).toThrow(
      /bufferSize: a memory of 20 positions never holds a batch of 30/,
    );
    await expect(
      new AlphaZero('TicTacToe-v0', { batchSize: 300 }).learn({ totalSteps: 299 }),
    ).rejects.toThrow(/batchSize: learning begins with 300 positions/);
    const diverging = new AlphaZero('TicTacToe-v0', { ...small, learningRate: 1e38 });
    await expect(diverging.learn({ totalSteps: 500 })).rejects.toThrow(/Training diverged/);
  });
});
