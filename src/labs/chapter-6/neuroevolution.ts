// Networks that are bred, not trained.
import { Neuroevolution, type NeuroevolutionOptions, namedPreset } from '../../agents/index.js';
import { evaluatePolicy } from '../../evaluate/index.js';
import { atLeast, defineLab, percent } from '../index.js';

export const lab = defineLab({
  name: 'neuroevolution',
  chapter: '6',
  title: 'Breeding networks that keep a pole up',
  asks: 'Do crossover and mutation of 20 small networks find one that balances for 500 steps?',
  settings: { seeds: 8, generations: 100 },
  quick: { seeds: 4 },
  flaw: { what: 'there is one generation only', settings: { generations: 1 } },
  async program({ seedList, generations }, lab) {
    const { env, config } = namedPreset('neuroevolution', 'book');
    const runs = await lab.each('seed', seedList, async (seed) => {
      const agent = new Neuroevolution(env, { ...(config as NeuroevolutionOptions), seed });
      const best: number[] = [];
      const onMetrics = ({ stop }: { stop(why: string): void }, _: number, row: Record<string, number>) => {
        best.push(row['train/fitness_max']!);
        if (best.at(-1)! >= 500) stop('found');
      };
      await agent.learn({ totalIterations: generations, callbacks: [{ onMetrics }] });
      return { best, champion: evaluatePolicy(agent, env, { episodes: 100, seed: 1_000_000 }).mean };
    });
    const found = percent(runs, ({ best }) => best.at(-1)! >= 500);
    lab.check('seeds that find one (%)', found, atLeast(75, { quick: 50 }), 'from generation 23');
    const good = percent(runs, ({ champion }) => champion >= 400);
    lab.check(
      'seeds whose champion holds out 400 steps in 100 episodes (%)',
      good,
      atLeast(50, { quick: 25 }),
    );
    lab.plot({
      title: 'Best of each generation',
      xLabel: 'generation',
      series: runs.map(({ best }, i) => ({
        label: `seed ${seedList[i]}`,
        x: best.map((_, g) => g),
        y: best,
      })),
    });
  },
});
