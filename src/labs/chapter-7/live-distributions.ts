// Frames of the crossing game beside what the agent expects of each move.
import { dist } from '../../agents/index.js';
import type { Drawing, Shape } from '../../envs/index.js';
import { episodeGif } from '../../report/index.js';
import { atLeast, atMost, defineLab, mean } from '../index.js';
import { CROSSED, learnToCross, wayUp } from './road.js';

const MOVES = ['stay', 'up'];
const [LEFT, WIDTH, HEIGHT] = [660, 306, 150];

/** The game, and at its right a bar for each return: how likely it is, by move. */
function beside(game: Drawing, distributions: number[][], values: number[]): Drawing {
  const shapes: Shape[] = distributions.flatMap((probabilities, move): Shape[] => {
    const foot = 200 * (move + 1);
    const title = `${MOVES[move]}: ${values[move]!.toFixed(1)} in the mean`;
    return [
      { kind: 'text', x: LEFT, y: foot - HEIGHT - 15, text: title, size: 20, fill: '#222', anchor: 'start' },
      { kind: 'line', x1: LEFT, y1: foot, x2: LEFT + WIDTH, y2: foot, stroke: '#888' },
      ...probabilities.map((p, atom): Shape => {
        const height = p * HEIGHT;
        const fill = atom === CROSSED ? '#d55e00' : '#0072b2';
        return { kind: 'rect', x: LEFT + 6 * atom, y: foot - height, width: 5, height, fill };
      }),
    ];
  });
  return { width: 980, height: 420, background: '#ffffff', shapes: [...game.shapes, ...shapes] };
}

export const lab = defineLab({
  name: 'live-distributions',
  chapter: '7',
  title: 'What an agent expects while it crosses the road',
  asks: 'Do the distributions that an agent acts on follow the game: is a crossing likelier when it is near?',
  settings: { seeds: 3, steps: 300, shown: 90, learningRate: 1e-4 },
  quick: { seeds: 1, steps: 230, shown: 40 },
  flaw: { what: 'the network hardly learns', settings: { learningRate: 1e-12 } },
  needs: 'files',
  async program({ seedList, steps, shown, learningRate }, lab) {
    const support = dist.evenSupport(-10, 10, 51);
    const runs: { way: ReturnType<typeof wayUp>; before: number; after: number; error: number }[] = [];
    for (const seed of seedList) {
      // With a way back, one seed in ten never crosses in 1,300 steps; so it may go up or stay.
      const { agent } = await learnToCross(
        'dist-dqn',
        steps,
        { seed, learningRate, learningStarts: 50 },
        [0, 1],
      );
      const way = wayUp(agent, seed, shown);
      const first = way.findIndex(({ crossed }) => crossed);
      const likely = (step: number) => 100 * way[step]!.distributions[1]![CROSSED]!;
      const errors = way.flatMap(({ distributions, values }) =>
        distributions.map((p, move) => Math.abs(dist.expectation(support, p) - values[move]!)),
      );
      // The step after a crossing begins at the foot of the road again.
      runs.push({ way, before: likely(first), after: likely(first + 1), error: Math.max(...errors) });
    }
    const of = (key: 'before' | 'after') => runs.map((run) => run[key]);
    lab.check(
      'values acted on, and means of the distributions: largest difference',
      Math.max(...runs.map(({ error }) => error)),
      atMost(1e-3),
      0,
    );
    lab.check('probability of a crossing before it (%), worst seed', Math.min(...of('before')), atLeast(20));
    lab.tell('after it (%), mean', mean(of('after')));
    const fall = runs.map(({ before, after }) => before - after);
    lab.check('by how much it falls then (points), worst seed', Math.min(...fall), atLeast(1));
    const frames = runs[0]!.way.map(({ drawing, distributions, values }, step) => ({
      ...{ drawing: beside(drawing, distributions, values), return: 0, step },
    }));
    lab.picture(
      'Always up, and what is expected of staying and of going up',
      episodeGif(frames, { width: 490 })!,
    );
  },
});
