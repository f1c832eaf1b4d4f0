// Evolving agents: fitness is that of the policy that plays, whoever evaluates it, and learning works for every space.
import { describe, expect, it } from 'vitest';
import { expectDeterminism, expectExactResume, MaskedEnv, play } from '../../../test/agents.js';
import {
  type Env,
  IdentityEnv,
  IdentityEnvBox,
  IdentityEnvMultiBinary,
  IdentityEnvMultiDiscrete,
  makeVec,
} from '../../envs/index.js';
import { agentsAsVector, makeParallel } from '../../envs/multi/index.js';
import { Generator } from '../../random/index.js';
import { Box, Discrete } from '../../spaces/index.js';
import { tensor } from '../../tensor/index.js';
import { algorithm, ES, type EvolutionAgent, Neuroevolution } from '../index.js';

const small: Record<string, Record<string, unknown>> = {
  es: { populationSize: 10, hiddenSizes: [8], learningRate: 0.1, sigma: 0.3 },
  cem: { populationSize: 30 },
  'cma-es': { populationSize: 12 },
  ars: { directions: 6, topDirections: 3, stepSize: 0.1, noiseStd: 0.3 },
  neuroevolution: { populationSize: 16, episodes: 1, hiddenSizes: [8] },
};
const all = Object.keys(small);
const create = (id: string, env: unknown, config: object = {}) =>
  algorithm(id).create(env as never, { ...small[id], seed: 1, ...config }) as unknown as EvolutionAgent;

const spaces: [string, () => Env][] = [
  ['Discrete', () => new IdentityEnv()],
  ['MultiDiscrete', () => new IdentityEnvMultiDiscrete()],
  ['MultiBinary', () => new IdentityEnvMultiBinary()],
  ['Box', () => new IdentityEnvBox({ eps: 0.5 })],
];

/** An image whose left or right half is bright: say which. */
class BrightSide implements Env {
  readonly observationSpace = new Box({ low: 0, high: 255, shape: [6, 6, 1], dtype: 'uint8' }) as never;
  readonly actionSpace = new Discrete(2) as never;
  private rng = new Generator(0);
  private side = 0;
  private steps = 0;

  reset({ seed }: { seed?: unknown } = {}) {
    if (typeof seed === 'number') this.rng = new Generator(seed);
    this.steps = 0;
    return { observation: this.look(), info: {} };
  }

  step(action: unknown) {
    const reward = action === this.side ? 1 : 0;
    return { observation: this.look(), reward, terminated: ++this.steps === 10, truncated: false, info: {} };
  }

  private look(): Uint8Array {
    this.side = this.rng.integers(2);
    return Uint8Array.from({ length: 36 }, (_, i) => (i % 6 < 3 === (this.side === 0) ? 255 : 0));
  }

  render(): undefined {}

  close(): void {}
}

describe.each(all)('%s', (id) => {
  it.each(spaces)('learns the identity task with %s actions', async (_, env) => {
    const agent = await create(id, env()).learn({ totalIterations: 30 });
    expect(play(agent, env())).toBeGreaterThanOrEqual(80);
  });

  it('is deterministic for a seed', () =>
    expectDeterminism((seed) => create(id, 'CartPole-v1', { seed, normalizeObservations: true }), 600));

  it('goes on bit for bit after saveState and loadState', () =>
    expectExactResume(
      () => create(id, 'CartPole-v1', { normalizeObservations: true, commonSeeds: false }),
      3000,
      900,
    ));

  it('learns the same whatever number of environments step together', async () => {
    const train = async (numEnvs: number) => {
      const episodes: unknown[] = [];
      const agent = create(id, makeVec('CartPole-v1', { numEnvs }), {
        ...{ episodes: 2, normalizeObservations: true, sampleActions: true },
      });
      const onEpisodeEnd = (_: unknown, episode: unknown) => void episodes.push(episode);
      await agent.learn({ totalIterations: 4, callbacks: [{ onEpisodeEnd }] });
      return { weights: agent.weights(), episodes, steps: agent.numTimesteps };
    };
    const one = await train(1);
    expect(await train(3)).toEqual(one);
    expect(await train(50)).toEqual(one);
  });

  it('begins again around weights that are loaded', async () => {
    const [learnt, fresh] = [create(id, new IdentityEnv()), create(id, new IdentityEnv(), { seed: 9 })];
    await learnt.learn({ totalIterations: 60 });
    fresh.loadWeights(learnt.weights());
    expect(fresh.weights()).toEqual(learnt.weights());
    expect(play(fresh, new IdentityEnv())).toBe(play(learnt, new IdentityEnv()));
  });
});

describe('fitness', () => {
  it('is the return of the episodes that the policy of an individual plays', async () => {
    const agent = new ES('CartPole-v1', { populationSize: 6, episodes: 3, seed: 4 });
    const records = await agent.evaluate();
    const returns = Array.from({ length: 18 }, (_, i) => records[2 * i]!);
    expect(new Set(returns).size).toBeGreaterThan(5);
    // Of the individual alone, in the same episodes.
    expect([...(await agent.evaluate(4, 5))]).toEqual([...records.subarray(24, 30)]);
  });

  it('counts steps, episodes and time limits', async () => {
    const seen: { length: number; truncated: boolean; step: number }[] = [];
    const agent = new ES('Pendulum-v1', { populationSize: 4, episodes: 2, hiddenSizes: [], seed: 0 });
    const onEpisodeEnd = (_: unknown, episode: (typeof seen)[number]) => void seen.push(episode);
    await agent.learn({ totalIterations: 2, callbacks: [{ onEpisodeEnd }] });
    expect(agent.numTimesteps).toBe(2 * 4 * 2 * 200);
    expect(agent.numEpisodes).toBe(16);
    expect(seen.map(({ step }) => step)).toEqual(Array.from({ length: 16 }, (_, i) => 200 * (i + 1)));
    expect(seen.every(({ length, truncated }) => length === 200 && truncated)).toBe(true);
  });

  it('meets the same episodes for all individuals, or others for each', async () => {
    const same = async (commonSeeds: boolean) => {
      const agent = new Neuroevolution('CartPole-v1', {
        ...{ populationSize: 4, episodes: 1, commonSeeds, seed: 2 },
      });
      // All individuals alike.
      for (const i of [1, 2, 3])
        agent.search.saveState().arrays.population!.copyWithin(i * agent.policy.size, 0, agent.policy.size);
      const records = await agent.evaluate();
      return new Set([0, 1, 2, 3].map((i) => records[2 * i])).size === 1;
    };
    expect(await same(true)).toBe(true);
    expect(await same(false)).toBe(false);
  });

  it('is a whole generation of them, also where the budget of steps ends before', async () => {
    const agent = await new ES('Pendulum-v1', { populationSize: 4, hiddenSizes: [] }).learn({
      totalSteps: 10,
    });
    expect([agent.numTimesteps, agent.generation]).toEqual([800, 1]);
  });

  it('of Pendulum normalises by the statistics of all that earlier generations saw', async () => {
    const agent = new ES('Pendulum-v1', { populationSize: 4, hiddenSizes: [], normalizeObservations: true });
    await agent.learn({ totalIterations: 1 });
    const weights = agent.weights();
    const [count, mean, variance] = ['count', 'mean', 'variance'].map(
      (name) => weights[`normalizer.${name}`]!.data,
    );
    expect(count![0]).toBeCloseTo(800, 0);
    // cos and sin are within ±1, speed is not.
    expect(Math.abs(mean![0]!)).toBeLessThanOrEqual(1);
    expect(variance![2]!).toBeGreaterThan(variance![0]!);
  });
});

describe('policies as vectors', () => {
  const observation = Float32Array.of(0.3, -1, 0.1, 2);

  it('act as the network does, at any activation, and draw in its proportions', () => {
    for (const activation of ['tanh', 'relu', 'leakyRelu'] as const) {
      const agent = new ES('Acrobot-v1', { activation, hiddenSizes: [7, 5], populationSize: 2, seed: 3 });
      const rng = new Generator(0);
      for (let i = 0; i < 20; i++) {
        const state = Float32Array.from({ length: 6 }, () => 3 * rng.standardNormal());
        const drawn: number[] = [];
        agent.policy.act(agent.policy.read(), state, 1, drawn);
        const { actions } = agent.policy.network.act(tensor([[...state]]), rng, { deterministic: true });
        expect(drawn).toEqual([...actions]);
      }
    }
    const agent = new ES('CartPole-v1', { populationSize: 2, seed: 3 });
    const distribution = agent.policy.network.distribution(tensor([[...observation]]));
    const one = Math.exp(distribution.logProb(tensor(Int32Array.of(1))).item());
    let ones = 0;
    for (let i = 0; i < 2000; i++) ones += agent.predict(observation, { deterministic: false }) as number;
    expect(ones / 2000).toBeCloseTo(one, 1);
  });

  it('squash continuous actions on demand, and refuse to where there are none', () => {
    const agent = new ES('Pendulum-v1', { squashActions: true, hiddenSizes: [], seed: 1, populationSize: 2 });
    agent.policy.write(new Float32Array(agent.policy.size).fill(0.5));
    const state = Float32Array.of(0.5, 0.5, 1);
    // 2·tanh(0.5·0.5 + 0.5·0.5 + 0.5·1 + 0.5).
    expect((agent.predict(state) as Float32Array)[0]).toBeCloseTo(2 * Math.tanh(1.5), 5);
    expect(() => new ES('CartPole-v1', { squashActions: true })).toThrow(
      /squashActions: .*continuous actions/,
    );
  });

  it('leave the deviation of continuous actions out, which nobody draws with', () => {
    expect(new ES('Pendulum-v1', { hiddenSizes: [] }).policy.size).toBe(4);
    expect(new Neuroevolution('CartPole-v1').policy.size).toBe(182);
  });

  it('read images through the network itself, and leave it as it was', async () => {
    const features = { type: 'cnn', channels: 'last', convolutions: [[2, 3, 1]], size: 4 };
    const agent = new ES(
      new BrightSide() as never,
      { features, hiddenSizes: [], populationSize: 16, sigma: 0.3, learningRate: 0.1 } as never,
    );
    const before = agent.weights();
    await agent.evaluate();
    expect(agent.weights()).toEqual(before);
    await agent.learn({ totalIterations: 25 });
    expect(play(agent as never, new BrightSide(), 20)).toBeGreaterThanOrEqual(18);
  });

  it('keep to legal actions', async () => {
    const agent = create('neuroevolution', new MaskedEnv());
    await agent.learn({ totalIterations: 30 });
    expect(play(agent, new MaskedEnv(), 20)).toBe(20);
  });
});

it('refuses rows that are agents of one world', () => {
  const world = agentsAsVector(makeParallel('ising_1d_v0' as never));
  expect(() => new ES(world as never)).toThrow(/rows of this environment are agents of one world/);
});

it('tells of weights that are no longer finite', async () => {
  const agent = new ES('CartPole-v1', { learningRate: 1e300, populationSize: 2 });
  await expect(agent.learn({ totalIterations: 5 })).rejects.toThrow(/Training diverged: the weight \d+ of/);
});
