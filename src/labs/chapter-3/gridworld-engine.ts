// Gridworld: its moves, its planes, and how many of its boards can be won.
import { Gridworld } from '../../envs/index.js';
import { defineLab, exactly, near } from '../index.js';

const [UP, DOWN, LEFT] = [0, 1, 2];

export const lab = defineLab({
  name: 'gridworld-engine',
  chapter: '3',
  title: 'Gridworld: player, goal, pit and wall',
  asks: 'What does an agent see of Gridworld, what do its moves do, and can every board be won?',
  settings: { draws: 10_000, playsOn: true },
  quick: { draws: 2000 },
  flaw: { what: 'the last move is left out', settings: { playsOn: false } },
  program({ draws, playsOn }, lab) {
    const env = new Gridworld();
    const { observation } = env.reset();
    const boards = [String(env.render())];
    // The way of the static board: down, down, left, left, and up past the wall to the goal.
    const way = [DOWN, DOWN, LEFT, LEFT, LEFT, UP, UP];
    const steps = (playsOn ? way : way.slice(0, -1)).map((action) => {
      const step = env.step(action);
      boards.push(String(env.render()));
      return step;
    });
    lab.check('numbers that an agent sees', observation.length, exactly(64), '4 x 4 x 4');
    lab.check(
      'of those, set',
      observation.reduce((sum, x) => sum + x, 0),
      exactly(4),
      4,
    );
    lab.check('reward of a step', steps[0]!.reward, exactly(-1), -1);
    lab.check('reward of the goal', steps.at(-1)!.reward, exactly(10), 10);
    lab.text('Seven moves', boards.join('\n\n'));

    const random = new Gridworld({ mode: 'random' });
    let [clash, seed] = [0, 0];
    for (; seed < draws; seed++) {
      const { observation } = random.reset({ seed });
      const planes = Array.from({ length: 4 }, (_, plane) =>
        observation.subarray(16 * plane, 16 * plane + 16),
      );
      const cells = planes.map((plane) => plane.indexOf(1));
      if (new Set(cells).size < 4) clash++;
    }
    lab.check('random boards with two things in a cell', clash, exactly(0), 0);
    lab.check(
      'reward of the whole way',
      steps.reduce((sum, { reward }) => sum + reward, 0),
      near(4, 0),
      4,
    );
  },
});
