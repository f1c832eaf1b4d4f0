// DQN with the settings of the book and the courses, and the checks that belong to them.
import { describe, expect, it } from 'vitest';
import { DQN, type DQNOptions, namedPreset } from '../../src/agents/index.js';
import { make } from '../../src/envs/index.js';
import { evaluatePolicy } from '../../src/train/index.js';

async function train(name: string, seed: number, id?: string): Promise<DQN> {
  const { env, config, totalEpisodes } = namedPreset('dqn', name);
  return new DQN(id ?? env, { ...(config as DQNOptions), seed }).learn({ totalEpisodes: totalEpisodes! });
}

/** Share of boards that the greedy policy wins within 16 moves, and the moves of those. */
function wins(agent: DQN, id: string, boards: number): { share: number; moves: number[] } {
  const env = make(id);
  const moves: number[] = [];
  for (let board = 0; board < boards; board++) {
    let { observation } = env.reset({ seed: 1_000_000 + board });
    for (let move = 1; move <= 16; move++) {
      const step = env.step(agent.predict(observation as never) as never);
      observation = step.observation as never;
      if (step.terminated && step.reward > 0) moves.push(move);
      if (step.terminated) break;
    }
  }
  return { share: moves.length / boards, moves };
}

const evaluate = (agent: DQN, id: string) =>
  evaluatePolicy(agent, id, { episodes: 100, seed: 1_000_000 }).mean;

describe('the book on Gridworld', () => {
  it('wins the static board in 7 moves, forgets the rest: elsewhere it is worse than chance', async () => {
    for (const seed of [0, 1, 2]) {
      const agent = await train('book-online', seed);
      expect(wins(agent, 'Gridworld-v0', 1)).toEqual({ share: 1, moves: [7] });
      // A random walk wins 32 % of random boards within 16 moves.
      expect(wins(agent, 'GridworldRandom-v0', 1000).share).toBeLessThan(0.3);
    }
  });

  it('learns wherever the player starts, but not every board, one update a move', async () => {
    const player = wins(await train('book-online', 0, 'GridworldPlayer-v0'), 'GridworldPlayer-v0', 200);
    expect(player.share).toBeGreaterThanOrEqual(12 / 13);
    const random = wins(await train('book-online', 0, 'GridworldRandom-v0'), 'GridworldRandom-v0', 1000);
    expect(random.share).toBeLessThan(0.5);
  });

  it('wins 4 of 5 random boards with replay, and more with a target network', async () => {
    const replay = wins(await train('book-replay', 0), 'GridworldRandom-v0', 1000).share;
    const target = wins(await train('book-target', 0), 'GridworldRandom-v0', 1000).share;
    console.log(`random boards won: replay ${replay}, target network ${target}`);
    expect(replay).toBeGreaterThanOrEqual(0.8);
    expect(target).toBeGreaterThanOrEqual(0.88);
  });
});

describe('courses on CartPole-v0', () => {
  it('reaches 195 with the assignment mended; as printed it stays at chance', async () => {
    for (const seed of [0, 1])
      expect(evaluate(await train('assignment', seed), 'CartPole-v0')).toBeGreaterThanOrEqual(195);
    expect(evaluate(await train('assignment-literal', 0), 'CartPole-v0')).toBeLessThan(40);
  });

  it('rises well above chance with the lecture', async () => {
    expect(evaluate(await train('lecture', 0), 'CartPole-v0')).toBeGreaterThanOrEqual(100);
  });
});
