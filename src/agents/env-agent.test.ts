import { describe, expect, it } from 'vitest';
import { type Env, make, makeVec, SyncVectorEnv } from '../envs/index.js';
import { Box, Discrete } from '../spaces/index.js';
import { A3C } from './a3c/a3c.js';
import type { EpisodeSummary } from './agent.js';
import { DQN } from './dqn/dqn.js';
import { agentFromBytes } from './load-agent.js';
import { PPO } from './ppo/ppo.js';
import { Reinforce } from './reinforce/reinforce.js';

/** Ten steps of reward 1; cannot save itself. Its actions are 5 and 6. */
class Forgetful implements Env<Float32Array, number> {
  readonly observationSpace = new Box({ low: 0, high: 10, shape: [1] });
  readonly actionSpace = new Discrete(2, { start: 5 });
  private t = 0;

  reset() {
    this.t = 0;
    return { observation: Float32Array.of(0), info: {} };
  }

  step() {
    this.t++;
    return {
      observation: Float32Array.of(this.t),
      reward: 1,
      terminated: this.t === 10,
      truncated: false,
      info: {},
    };
  }
}

const agents = {
  dqn: () => new DQN(new Forgetful(), { learningStarts: 5, trainFreq: 1 }),
  ppo: () => new PPO(new Forgetful(), { nSteps: 32, batchSize: 16, normalizeRewards: true }),
  a3c: () => new A3C(new Forgetful(), { nSteps: 7 }),
  reinforce: () => new Reinforce(new Forgetful(), {}),
};

describe.each(Object.entries(agents))('%s', (_, make) => {
  it('starts whole episodes when it is restored into an environment that cannot be', async () => {
    const before = await make().learn({ totalSteps: 35 });
    const after = make();
    after.loadWeights(before.weights());
    after.loadState(structuredClone(before.saveState()));
    const episodes: EpisodeSummary[] = [];
    await after.learn({
      totalSteps: 80,
      callbacks: [{ onEpisodeEnd: (_context, episode) => void episodes.push(episode) }],
    });
    expect(episodes.length).toBeGreaterThanOrEqual(4);
    for (const episode of episodes) expect([episode.return, episode.length]).toEqual([10, 10]);
  });
});

it('counts actions from the start of their space', async () => {
  const agent = await agents.dqn().learn({ totalSteps: 40 });
  expect([5, 6]).toContain(agent.predict(Float32Array.of(3)));
});

it('refuses vector environments that lose the terminal observation', () => {
  expect(() => new PPO(makeVec('CartPole-v1', { numEnvs: 2, autoreset: 'next-step' }))).toThrow(
    /autoreset 'same-step'.*got 'next-step'/,
  );
  expect(() => new DQN(new SyncVectorEnv([() => new Forgetful()], { autoreset: 'disabled' }))).toThrow(
    /got 'disabled'/,
  );
});

it('goes on in a vector of another kind with new episodes, and in the like of its own where it was', async () => {
  const before = new DQN('CartPole-v1', { seed: 1, learningStarts: 10 });
  await before.learn({ totalSteps: 55 });
  const bytes = before.toBytes({ memory: true });
  const same = agentFromBytes(bytes);
  expect([...same.env!.observations]).toEqual([...before.env.observations]);
  // `make` gives one environment in wrappers, an id the faster vector of CartPoles.
  const other = agentFromBytes(bytes, { env: make('CartPole-v1') });
  const still = Float32Array.of(0, 0, 0, 0);
  expect(other.predict(still)).toEqual(before.predict(still));
  await other.learn({ totalSteps: 80 });
  const again = agentFromBytes(other.toBytes({ memory: true }), { env: make('CartPole-v1') });
  expect([...again.env!.observations]).toEqual([...other.env!.observations]);
});
