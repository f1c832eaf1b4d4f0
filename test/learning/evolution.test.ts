// Evolving agents with their presets on seeds that no tuning saw, and the two genetic algorithms of a book.
import { describe, expect, it } from 'vitest';
import {
  algorithm,
  evolve,
  Neuroevolution,
  type NeuroevolutionOptions,
  namedPreset,
  presetFor,
  sequenceMatcherRatio,
  strings,
} from '../../src/agents/index.js';
import { evaluatePolicy } from '../../src/evaluate/index.js';

const seeds = [100, 101, 102, 103, 104];

async function returns(algo: string, env: string): Promise<number[]> {
  const { config, totalSteps } = presetFor(algo, env)!;
  const means: number[] = [];
  for (const seed of seeds) {
    const agent = algorithm(algo).create(env as never, { ...config, seed });
    await agent.learn({ totalSteps: totalSteps! });
    means.push(evaluatePolicy(agent, env, { episodes: 100, seed: 1_000_000 }).mean);
  }
  console.log(`${algo} on ${env}: ${means.map((mean) => mean.toFixed(1)).join(', ')}`);
  return means;
}

describe('presets', () => {
  it.each(['es', 'cem', 'cma-es', 'ars', 'neuroevolution'])(
    '%s balances the pole in 4 of 5 seeds',
    async (algo) => {
      const means = await returns(algo, 'CartPole-v1');
      expect(means.filter((mean) => mean >= 475).length).toBeGreaterThanOrEqual(4);
    },
  );

  it('ARS drives up the hill', async () => {
    const means = await returns('ars', 'MountainCarContinuous-v0');
    expect(means.filter((mean) => mean >= 90).length).toBeGreaterThanOrEqual(4);
  });
});

it.each(['es', 'cem', 'cma-es', 'ars', 'neuroevolution'])(
  '%s evolves the same with one, two and three threads',
  async (algo) => {
    const { config } = presetFor(algo, 'CartPole-v1')!;
    const ends: unknown[] = [];
    for (const workers of [1, 2, 3]) {
      const agent = algorithm(algo).create('CartPole-v1' as never, { ...config, workers, seed: 100 });
      await agent.learn({ totalIterations: 6 });
      ends.push({ weights: agent.weights(), steps: agent.numTimesteps });
    }
    expect(ends[1]).toEqual(ends[0]);
    expect(ends[2]).toEqual(ends[0]);
  },
);

describe('the book', () => {
  it('finds an individual that balances for 500 steps in all of its episodes, in 6 of 8 seeds', async () => {
    const { config } = namedPreset('neuroevolution', 'book');
    const found: number[] = [];
    for (let seed = 0; seed < 8; seed++) {
      const agent = new Neuroevolution('CartPole-v1', { ...(config as NeuroevolutionOptions), seed });
      const stop = {
        onMetrics: (context: { stop(why: string): void }, _: number, metrics: Record<string, number>) => {
          if (metrics['train/fitness_max']! >= 500) context.stop('found');
        },
      };
      await agent.learn({ totalIterations: 100, callbacks: [stop] });
      if (agent.generation < 100) found.push(agent.generation);
    }
    console.log(`book, generation of the first 500: ${found.join(', ')}`);
    expect(found.length).toBeGreaterThanOrEqual(6);
  });

  it('evolves strings to 0.9 of likeness by its own fitness, and all the way by that of places', () => {
    for (const seed of [0, 1, 2]) {
      const book = strings('Hello World!', { mutationRate: 0.001, similarity: sequenceMatcherRatio });
      const { fitness, history } = evolve(book, { populationSize: 3000, generations: 100, elites: 0, seed });
      expect(history[0]!.mean).toBeLessThan(0.13);
      expect(history.at(-1)!.mean).toBeGreaterThanOrEqual(0.75);
      expect(fitness).toBeGreaterThanOrEqual(0.9);
      const places = strings('Hello World!', { mutationRate: 0.001 });
      const { best, generation } = evolve(places, { populationSize: 3000, target: 1, seed });
      console.log(`strings, seed ${seed}: book ${fitness.toFixed(3)}, places in generation ${generation}`);
      expect(best).toBe('Hello World!');
      expect(generation).toBeLessThanOrEqual(40);
    }
  });
});
