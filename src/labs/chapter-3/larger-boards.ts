// The same network and as many steps on boards of 4, 5 and 6 cells a side.
import { DQN, type DQNOptions, presetFor } from '../../agents/index.js';
import { makeVec } from '../../envs/index.js';
import { atLeast, defineLab, mean } from '../index.js';
import { boardsWon } from './boards.js';

/** Ways to lay four pieces on a board; all but a few of them can be won. */
const starts = (size: number) => [0, 1, 2, 3].reduce((product, i) => product * (size ** 2 - i), 1);

export const lab = defineLab({
  name: 'larger-boards',
  chapter: '3',
  title: 'Larger boards',
  asks: 'How much of what a network learns on random boards of 4 x 4 does it learn on 5 x 5 and 6 x 6 in as many steps?',
  settings: { seeds: 2, steps: 100_000, batchSize: 64, boards: 1000 },
  quick: { seeds: 1, steps: 8000, batchSize: 32, boards: 500 },
  flaw: { what: 'it is hardly trained', settings: { steps: 1500 } },
  async program({ seedList, steps, batchSize, boards }, lab) {
    const id = 'GridworldRandom-v0';
    const { config } = presetFor('dqn', id)!;
    const sizes = [4, 5, 6];
    const runs = await lab.each('seed', seedList, async (seed) => {
      const found = [];
      for (const size of sizes) {
        const agent = new DQN(makeVec(id, { options: { size } }), {
          ...(config as DQNOptions),
          ...{ batchSize, seed },
        });
        await agent.learn({ totalSteps: steps });
        const { percent, moves } = boardsWon(agent, id, boards, size);
        found.push({ percent, moves: mean(moves), games: agent.numEpisodes });
      }
      return found;
    });
    const of = (i: number, what: 'percent' | 'moves' | 'games') => mean(runs.map((run) => run[i]![what]));
    const bounds = [atLeast(95, { quick: 25 }), atLeast(85, { quick: 9 }), atLeast(55, { quick: 6 })];
    for (const [i, size] of sizes.entries()) {
      lab.check(`won on ${size} x ${size} (%)`, of(i, 'percent'), bounds[i]!, size === 4 ? '> 90' : '');
      lab.tell(`by chance on ${size} x ${size} (%)`, boardsWon(null, id, boards, size).percent);
      lab.tell(`moves per win on ${size} x ${size}`, of(i, 'moves'));
      const games = Math.round(of(i, 'games')).toLocaleString('en-US');
      lab.tell(
        `games, and starts that there are, ${size} x ${size}`,
        `${games} of ${starts(size).toLocaleString('en-US')}`,
      );
    }
    lab.check(
      'lost by two cells more a side (points)',
      of(0, 'percent') - of(sizes.length - 1, 'percent'),
      atLeast(10),
    );
  },
});
