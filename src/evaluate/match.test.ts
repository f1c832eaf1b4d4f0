// Matches: who wins, the interval of the score, and that both sides are played equally often.
import { expect, it } from 'vitest';
import { DQN, MCTS, RandomAgent } from '../agents/index.js';
import '../envs/multi/index.js';
import { playMatch } from './match.js';
import { wilsonInterval } from './score.js';

it('knows Wilson’s interval', () => {
  // Wilson (1927) for 8 of 10: 0.490 to 0.943.
  const [low, high] = wilsonInterval(0.8, 10);
  expect([low.toFixed(3), high.toFixed(3)]).toEqual(['0.490', '0.943']);
  expect(wilsonInterval(0, 4)[0]).toBeCloseTo(0, 12);
  expect(wilsonInterval(1, 4)[1]).toBeCloseTo(1, 12);
});

it('counts what the first agent won, whoever begins', () => {
  const search = new MCTS('TicTacToe-v0', { simulations: 200, seed: 1 });
  const chance = new RandomAgent('TicTacToe-v0', { seed: 2 });
  const ahead = playMatch(search, chance, 'TicTacToe-v0', { games: 20, seed: 3 });
  const behind = playMatch(chance, search, 'TicTacToe-v0', { games: 20, seed: 3 });
  for (const { wins, draws, losses } of [ahead, behind]) expect(wins + draws + losses).toBe(20);
  expect(ahead.wins).toBeGreaterThanOrEqual(15);
  expect(behind.losses).toBeGreaterThanOrEqual(15);
  expect(ahead.score).toBe((ahead.wins + ahead.draws / 2) / 20);
  expect(ahead.interval).toEqual(wilsonInterval(ahead.score, 20));
  expect(ahead.distinct).toBeGreaterThan(10);
});

it('gives who begins the same number of games, and says how many games differ', () => {
  // Two that play the first empty cell: who begins wins along the diagonal, every time.
  const options = { hiddenSizes: [4], learningStarts: 1, seed: 1 };
  const [a, b] = [new DQN('TicTacToe-v0', options), new DQN('TicTacToe-v0', options)];
  const values = (agent: DQN) => {
    const weights = Object.entries(agent.weights()).map(([name, { data, shape }]) => {
      const first = (_: number, i: number) => (/bias$/.test(name) && data.length === 9 ? 9 - i : 0);
      return [name, { shape, data: Float32Array.from(data as Float32Array, first) }];
    });
    agent.loadWeights(Object.fromEntries(weights));
    return agent;
  };
  const { wins, losses, distinct } = playMatch(values(a), values(b), 'TicTacToe-v0', { games: 10 });
  expect([wins, losses, distinct]).toEqual([5, 5, 2]);
});

it('refuses odd numbers of games, and worlds that are no game of two', () => {
  const agent = new RandomAgent('CartPole-v1');
  expect(() => playMatch(agent, agent, 'CartPole-v1')).toThrow(
    /CartPole-v1 is not one side of a game of two/,
  );
  expect(() => playMatch(agent, agent, 'TicTacToe-v0', { games: 5 })).toThrow(/even number of games/);
});
