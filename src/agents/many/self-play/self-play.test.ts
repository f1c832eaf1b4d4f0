// Self-play: games from both sides, rewards of the learner, Elo, the pool, exact resume.
import { describe, expect, it } from 'vitest';
import { makeVec } from '../../../envs/index.js';
import '../../../envs/multi/index.js';
import { Generator } from '../../../random/index.js';
import { eloChange, expectedScore } from './elo.js';
import { type Opponents, SelfPlayVectorEnv } from './self-play-env.js';
import { SelfPlayPPO } from './self-play-ppo.js';

const options = {
  nSteps: 16,
  batchSize: 32,
  nEpochs: 2,
  hiddenSizes: [8],
  snapshotInterval: 2,
  poolSize: 3,
  seed: 4,
};
const games = () => makeVec('TicTacToe-v0', { numEnvs: 4 });

describe('ratings', () => {
  it("are Elo's", () => {
    expect(expectedScore(1000, 1000)).toBe(0.5);
    expect(expectedScore(1400, 1000)).toBeCloseTo(10 / 11, 12);
    expect(eloChange(1613, 1609, 0, 32)).toBeCloseTo(-16.184, 3);
  });
});

describe('games', () => {
  /** Takes the first legal cell. */
  const first: Opponents & { results: number[] } = {
    results: [],
    draw: () => 0,
    answer: (players, _, masks) => players.map((_, i) => masks.subarray(9 * i, 9 * (i + 1)).indexOf(1)),
    ended: (_, reward) => void first.results.push(reward),
  };

  it("are played from both sides; the reward is the learner's, whoever moved last", () => {
    const envs = new SelfPlayVectorEnv('test', games());
    envs.opponents = first;
    envs.reset({ seed: 1 });
    const rng = new Generator(1);
    const begins = { own: 0, other: 0 };
    for (let t = 0; t < 300; t++) {
      const actions = Uint8Array.from({ length: 4 }, (_, i) => {
        const legal = [...Array(9).keys()].filter((a) => envs.actionMasks[9 * i + a] === 1);
        const pieces = envs.observations.subarray(18 * i, 18 * (i + 1)) as Int8Array;
        // Who is to move sees as many pieces of both, or one more of the other.
        const difference = [...pieces].reduce((sum, x, k) => sum + (k % 2 === 0 ? -x : x), 0);
        expect([0, 1]).toContain(difference);
        if (pieces.every((x) => x === 0)) begins.own++;
        else if (pieces.reduce((a, b) => a + b, 0) === 1) begins.other++;
        return legal[rng.integers(0, legal.length)]!;
      });
      envs.step(actions);
      for (let i = 0; i < 4; i++) {
        if (envs.terminated[i] === 0) expect(envs.rewards[i]).toBe(0);
        else expect([-1, 0, 1]).toContain(envs.rewards[i]);
      }
    }
    expect(Math.min(begins.own, begins.other)).toBeGreaterThan(50);
    expect(new Set(first.results)).toEqual(new Set([-1, 0, 1]));
  });

  it('must be of two players', () => {
    expect(() => new SelfPlayPPO('FrozenLake-v1', options)).toThrow(/game of two players/);
    expect(() => new SelfPlayPPO('CartPole-v1', options)).toThrow(/simulator/);
  });
});

describe('the pool', () => {
  it('keeps the first, which holds the scale, and the newest', async () => {
    const agent = new SelfPlayPPO(games(), { ...options, latestFraction: 0 });
    const before = agent.pool.network(0).stateDict();
    const kept = Object.fromEntries(Object.entries(before).map(([name, { data }]) => [name, data.slice()]));
    await agent.learn({ totalSteps: 16 * 4 * 10 });
    expect(agent.pool.size).toBe(3);
    expect([0, 1, 2].map((i) => agent.pool.numberOf(i))).toEqual([0, 4, 5]);
    for (const [name, { data }] of Object.entries(agent.pool.network(0).stateDict()))
      expect(data).toEqual(kept[name]);
    expect(agent.pool.ratings[0]).toBe(1000);
    expect(agent.pool.rating).not.toBe(1000);
  });

  it('goes on bit for bit, with its opponents, from the middle of games', async () => {
    const half = await new SelfPlayPPO(games(), options).learn({ totalSteps: 16 * 4 * 5 + 20 });
    const rest = new SelfPlayPPO(games(), options);
    rest.loadWeights(half.weights());
    rest.loadState(half.saveState());
    for (const agent of [half, rest]) await agent.learn({ totalSteps: 16 * 4 * 14 });
    expect(rest.weights()).toEqual(half.weights());
    expect(rest.saveState()).toEqual(half.saveState());
  });
});
