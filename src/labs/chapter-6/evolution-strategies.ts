// Evolution strategies: a step along all individuals' noise, each weighted by the rank of its fitness.
import { ES, type ESOptions, presetFor } from '../../agents/index.js';
import { evaluatePolicy } from '../../evaluate/index.js';
import { atLeast, defineLab, mean, percent } from '../index.js';

export const lab = defineLab({
  name: 'evolution-strategies',
  chapter: '6',
  title: 'A gradient without derivatives',
  asks: 'Does a policy learn to balance from nothing but ranks of the noise on its weights?',
  settings: { seeds: 5, share: 1, learningRate: 0.1 },
  quick: { seeds: 2, share: 0.2 },
  flaw: { what: 'the step is far too small', settings: { learningRate: 1e-5 } },
  async program({ seedList, share, learningRate }, lab) {
    const { config, totalSteps } = presetFor('es', 'CartPole-v1')!;
    const runs = await lab.each('seed', seedList, async (seed) => {
      const agent = new ES('CartPole-v1', { ...(config as ESOptions), learningRate, seed });
      const fitness: number[] = [];
      const onMetrics = (_context: unknown, _step: number, row: Record<string, number>) =>
        void fitness.push(row['train/fitness_mean']!);
      await agent.learn({ totalSteps: share * totalSteps!, callbacks: [{ onMetrics }] });
      return {
        fitness,
        greedy: evaluatePolicy(agent, 'CartPole-v1', { episodes: 100, seed: 1_000_000 }).mean,
      };
    });
    const good = percent(runs, ({ greedy }) => greedy >= 450);
    lab.check('seeds that balance for 450 steps, greedily (%)', good, atLeast(80, { quick: 50 }));
    lab.tell('mean fitness of the first generation', mean(runs.map(({ fitness }) => fitness[0]!)));
    lab.tell('greedy mean of 100 episodes', mean(runs.map(({ greedy }) => greedy)));
    lab.plot({
      title: 'Mean fitness',
      xLabel: 'generation',
      series: runs.map(({ fitness }, i) => ({
        label: `seed ${seedList[i]}`,
        x: fitness.map((_, g) => g),
        y: fitness,
      })),
    });
  },
});
