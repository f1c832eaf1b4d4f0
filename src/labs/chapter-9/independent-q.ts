// Magnets that know nothing of one another, beside those that see their neighbours.
import {
  IndependentQ,
  type IndependentQOptions,
  NeighbourhoodQ,
  type NeighbourhoodQOptions,
  presetFor,
} from '../../agents/index.js';
import { makeVec } from '../../envs/index.js';
import { atLeast, atMost, defineLab, mean } from '../index.js';
import { drawing, episode } from './magnets.js';

export const lab = defineLab({
  name: 'independent-q',
  chapter: '9',
  title: 'Magnets that see nobody',
  asks: 'Do magnets agree with their neighbours when each learns by itself, with weights of its own, and sees nobody?',
  settings: { seeds: 10, sees: true },
  quick: { seeds: 2 },
  flaw: { what: 'the others see nobody either', settings: { sees: false } },
  async program({ seedList, sees }, lab) {
    const { config, totalSteps, envOptions } = presetFor('neighbourhood-q', 'ising_1d_v0')!;
    const { settle, ...alone } = config as NeighbourhoodQOptions;
    const play = async (seed: number, seeing: boolean) => {
      const magnets = makeVec('ising_1d_v0' as never, { options: envOptions as never });
      const agent = seeing
        ? new NeighbourhoodQ(magnets, { ...(config as NeighbourhoodQOptions), seed })
        : new IndependentQ(magnets, { ...(alone as IndependentQOptions), parameterSharing: false, seed });
      await agent.learn({ totalSteps: totalSteps! });
      const spins = episode(agent, 'ising_1d_v0', seed).at(-1)!;
      agent.dispose();
      const walls = spins.filter((spin, i) => spin !== spins[(i + 1) % spins.length]).length;
      return { walls, spins };
    };
    const runs = await lab.each('seed', seedList, async (seed) => ({
      neighbours: await play(seed, sees),
      alone: await play(seed, false),
    }));
    const walls = (kind: 'neighbours' | 'alone') => mean(runs.map((run) => run[kind].walls));
    lab.check(
      'walls between domains when neighbours are seen, mean',
      walls('neighbours'),
      atMost(4),
      '2 domains',
    );
    // Each comes to a side of its own and stays there: domains freeze where they met (2.4 walls over seeds 100 to 109).
    lab.check('walls more when nobody is seen', walls('alone') - walls('neighbours'), atLeast(1));
    lab.tell('walls of magnets that point by chance', 10);
    lab.text('Neighbours are seen', drawing(runs[0]!.neighbours.spins, 20));
    lab.text('Nobody is seen', drawing(runs[0]!.alone.spins, 20));
  },
});
