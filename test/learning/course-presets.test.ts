// Agents with the settings of the book and the courses, and the checks that belong to them.
import { describe, expect, it } from 'vitest';
import {
  type Agent,
  agentFromBytes,
  type Callback,
  DDPG,
  type DDPGOptions,
  DQN,
  type DQNOptions,
  namedPreset,
  type TrainingContext,
} from '../../src/agents/index.js';
import { make, makeVec, vectorize, wrap } from '../../src/envs/index.js';
import { evaluatePolicy } from '../../src/train/index.js';

async function train(name: string, seed: number, id?: string, callbacks: Callback[] = []): Promise<DQN> {
  const { env, config, totalEpisodes } = namedPreset('dqn', name);
  const agent = new DQN(id ?? env, { ...(config as DQNOptions), seed });
  return agent.learn({ totalEpisodes: totalEpisodes!, callbacks });
}

/** Share of boards that the greedy policy wins within 16 moves (4 x 4; more on larger ones), and the moves of those. */
function wins(agent: Agent, id: string, boards: number, size = 4): { share: number; moves: number[] } {
  const env = make(id, { size });
  const moves: number[] = [];
  for (let board = 0; board < boards; board++) {
    let { observation } = env.reset({ seed: 1_000_000 + board });
    for (let move = 1; move <= 4 * size; move++) {
      const step = env.step(agent.predict(observation) as never);
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
    expect(target).toBeGreaterThanOrEqual(replay);
  });

  it('wins boards of 4 x 4 with convolutions, and with the same weights most larger ones', async () => {
    const { env: id, config, totalSteps } = namedPreset('dqn', 'book-convolutional');
    const agent = await new DQN(id, config as DQNOptions).learn({ totalSteps: totalSteps! });
    const shares = [4, 5, 6].map((size) => {
      const board = makeVec(id, { options: { size } });
      return wins(agentFromBytes(agent.toBytes(), { env: board }), id, 500, size).share;
    });
    console.log(`boards of 4, 5 and 6 cells won: ${shares.join(', ')}`);
    // A random walk wins 32 %, 27 % and 26 %.
    expect(shares[0]).toBeGreaterThanOrEqual(0.9);
    expect(shares[1]).toBeGreaterThanOrEqual(0.7);
    expect(shares[2]).toBeGreaterThanOrEqual(0.5);
  });
});

describe('courses on CartPole-v0', () => {
  it('reaches 195 with the assignment mended; as printed it stays at chance', async () => {
    for (const seed of [0, 1])
      expect(evaluate(await train('assignment', seed), 'CartPole-v0')).toBeGreaterThanOrEqual(195);
    expect(evaluate(await train('assignment-literal', 0), 'CartPole-v0')).toBeLessThan(40);
  });

  it('rises well above chance with the lecture', async () => {
    const returns: number[] = [];
    const onEpisodeEnd = (_: unknown, episode: { return: number }) => void returns.push(episode.return);
    const agent = await train('lecture', 0, undefined, [{ onEpisodeEnd }]);
    expect(evaluate(agent, 'CartPole-v0')).toBeGreaterThanOrEqual(100);
    // While it learns too, and explores a fifth of the time.
    expect(returns).toHaveLength(1500);
    expect(returns.slice(-100).reduce((sum, each) => sum + each) / 100).toBeGreaterThanOrEqual(100);
  });
});

it('DDPG swings the pendulum up in half of the homework, 100 episodes', async () => {
  const { env: id, wrappers, config, totalSteps } = namedPreset('ddpg', 'homework');
  const env = vectorize(() => wrap(make(id), wrappers!)) as never;
  const agent = new DDPG(env, config as DDPGOptions);
  const half = {
    onIteration: ({ stop }: TrainingContext) => {
      if (agent.numEpisodes === 100) stop('half of it');
    },
  };
  await agent.learn({ totalSteps: totalSteps!, callbacks: [half] });
  expect(evaluatePolicy(agent, id, { episodes: 100, seed: 1_000_000 }).mean).toBeGreaterThanOrEqual(-200);
});
