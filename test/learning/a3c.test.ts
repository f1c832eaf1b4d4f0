// The parallel actor-critic of Zai & Brown (2020), chapter 5, on CartPole-v1: what the book shows, and what it does not.
import { describe, expect, it } from 'vitest';
import {
  A3C,
  type A3COptions,
  a3cBookPreset,
  type Callback,
  type WeightArray,
} from '../../src/agents/index.js';
import { evaluatePolicy } from '../../src/train/index.js';

const SEEDS = [0, 1, 2, 3, 4];
const monteCarlo = { ...a3cBookPreset, nSteps: null };

const when = (reached: (agent: A3C) => boolean): Callback => ({
  onIteration: ({ agent, stop }) => void (reached(agent as unknown as A3C) && stop('reached')),
});

/** Trains until `reached`; gives the mean length of the last 50 episodes and of 100 episodes of the final policy. */
async function train(options: A3COptions, reached: (agent: A3C) => boolean) {
  const lengths: number[] = [];
  const listen: Callback = { onEpisodeEnd: (_, { length }) => void lengths.push(length) };
  const agent = new A3C('CartPole-v1', options);
  await agent.learn({ totalSteps: 1_000_000, callbacks: [when(reached), listen] });
  const { mean } = evaluatePolicy(agent, 'CartPole-v1', {
    episodes: 100,
    deterministic: false,
    seed: 1_000_000,
  });
  return { agent, mean, last50: average(lengths.slice(-50)) };
}

/** Greedy mean of the best of 20 checkpoints, over 100 episodes that did not choose it. */
async function best(options: A3COptions): Promise<number> {
  const agent = new A3C('CartPole-v1', options);
  let found: { mean: number; weights: Record<string, WeightArray> } | undefined;
  let next = 10_000;
  const evaluate: Callback = {
    onIteration: () => {
      if (agent.numTimesteps < next) return;
      const { mean } = evaluatePolicy(agent, 'CartPole-v1', { episodes: 10, seed: 2_000_000 + next });
      if (!found || mean >= found.mean) found = { mean, weights: agent.weights() };
      next += 10_000;
    },
  };
  await agent.learn({ totalSteps: 200_000, callbacks: [evaluate] });
  agent.loadWeights(found!.weights);
  return evaluatePolicy(agent, 'CartPole-v1', { episodes: 100, seed: 1_000_000 }).mean;
}

const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;
const each = async (seeds: number[], run: (seed: number) => Promise<number>, label: string) => {
  const means: number[] = [];
  for (const seed of seeds) means.push(await run(seed));
  console.log(
    `${label}: ${means.map((mean) => mean.toFixed(1)).join(', ')}; median ${median(means).toFixed(1)}`,
  );
  return means;
};

describe('A3C with the settings of the book', () => {
  it('Monte Carlo: the last 50 of 2,050 episodes last 100 steps on average with 4 of 5 seeds', async () => {
    const run = async (seed: number) => {
      return (await train({ ...monteCarlo, seed }, ({ numEpisodes }) => numEpisodes >= 2050)).last50;
    };
    const means = await each(SEEDS, run, 'Monte Carlo, last 50 of 2,050 episodes');
    expect(means.filter((mean) => mean >= 100).length).toBeGreaterThanOrEqual(4);
  });

  it('N-step: 8,850 updates reach 200, half as much again as Monte Carlo from as many steps', async () => {
    const nStep = (options: A3COptions) => async (seed: number) => {
      return (await train({ ...options, seed }, ({ updates }) => updates >= 8850)).mean;
    };
    const means = await each(SEEDS, nStep(a3cBookPreset), 'N-step, 8,850 updates');
    await each(
      SEEDS,
      nStep({ ...a3cBookPreset, bootstrap: 'next' }),
      'N-step, bootstrapped from the next state',
    );
    await each(SEEDS, nStep({ ...a3cBookPreset, bootstrap: 'none' }), 'N-step, not bootstrapped');
    const long = async (seed: number) => {
      return (await train({ ...monteCarlo, seed }, ({ numTimesteps }) => numTimesteps >= 83_000)).mean;
    };
    const others = await each(SEEDS, long, 'Monte Carlo, 83,000 steps');
    expect(median(means)).toBeGreaterThanOrEqual(200);
    expect(median(means)).toBeGreaterThanOrEqual(1.5 * median(others));
  });

  it('N-step in real threads: a median of 170 with 3 seeds', async () => {
    for (const workers of [2, 7]) {
      const run = async (seed: number) => {
        const options = { ...a3cBookPreset, mode: 'async', workers, seed } as const;
        return (await train(options, ({ updates }) => updates >= 8850)).mean;
      };
      const means = await each([0, 1, 2], run, `N-step, 8,850 updates, ${workers} threads`);
      expect(median(means)).toBeGreaterThanOrEqual(170);
    }
  });

  it('a larger step size solves the task: best checkpoints reach 475 with 5 of 5 seeds', async () => {
    const book = (seed: number) => best({ ...a3cBookPreset, learningRate: 3e-4, seed });
    const means = await each(SEEDS, book, 'N-step, step size 3e-4, 200,000 steps, best checkpoint');
    expect(means.filter((mean) => mean >= 475)).toHaveLength(5);
    const defaults = await each(SEEDS, (seed) => best({ seed }), 'Defaults, 200,000 steps, best checkpoint');
    expect(defaults.filter((mean) => mean >= 475)).toHaveLength(5);
  });
});
