// Magnets in a ring that know what their two neighbours do.
import { type Callback, NeighbourhoodQ, type NeighbourhoodQOptions, presetFor } from '../../agents/index.js';
import { makeVec } from '../../envs/index.js';
import { atLeast, atMost, defineLab, mean, percent } from '../index.js';
import { drawing, episode } from './magnets.js';

export const lab = defineLab({
  name: 'ising-ring',
  chapter: '9',
  title: 'Twenty magnets in a ring',
  asks: 'Do magnets that are rewarded for agreeing with their neighbours, and see them, come to one or two domains?',
  settings: { seeds: 20, learns: true },
  quick: { seeds: 4 },
  flaw: { what: 'they do not learn', settings: { learns: false } },
  async program({ seedList, learns }, lab) {
    const { config, totalSteps, envOptions } = presetFor('neighbourhood-q', 'ising_1d_v0')!;
    const runs = await lab.each('seed', seedList, async (seed) => {
      const magnets = makeVec('ising_1d_v0' as never, { options: envOptions as never });
      const agent = new NeighbourhoodQ(magnets, { ...(config as NeighbourhoodQOptions), seed });
      const losses: number[] = [];
      const onMetrics: Callback['onMetrics'] = (_, __, row) => {
        if ('train/loss' in row) losses.push(row['train/loss']!);
      };
      if (learns) await agent.learn({ totalSteps: totalSteps!, callbacks: [{ onMetrics }] });
      const [apart, together] = [agent.qValues(0, [1, 0, 0, 0]), agent.qValues(0, [0, 0, 0, 1])];
      const steps = episode(agent, 'ising_1d_v0', seed);
      agent.dispose();
      return { steps, losses, follows: apart[0]! > apart[1]! && together[1]! > together[0]! };
    });
    const walls = runs.map(({ steps }) => {
      const spins = steps.at(-1)!;
      return spins.filter((spin, i) => spin !== spins[(i + 1) % spins.length]).length;
    });
    lab.check('walls between domains, mean', mean(walls), atMost(4), '2 domains');
    lab.check(
      'seeds with at most 4 walls (%)',
      percent(walls, (n) => n <= 4),
      atLeast(80, { quick: 75 }),
    );
    lab.check(
      'seeds that do as neighbours that agree (%)',
      percent(runs, ({ follows }) => follows),
      atLeast(80, { quick: 75 }),
    );
    lab.check('loss at the end, mean', mean(runs.map(({ losses }) => losses.at(-1)!)), atMost(0.5), 0.4);
    lab.text('A ring, step by step', drawing(runs[0]!.steps.slice(0, 12).flat(), 20));
  },
});
