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
    // Then the player stands in the third column of the third row.
    const planesAfterThree: number[] = [];
    const steps = (playsOn ? way : way.slice(0, -1)).map((action) => {
      const step = env.step(action);
      if (boards.length === 3) planesAfterThree.push(...cellsOf(step.observation));
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
    const asPrinted = [10, 0, 1, 5].filter((cell, plane) => planesAfterThree[plane] === cell).length;
    lab.check('planes as printed after down, down, left', asPrinted, exactly(4), 4);
    lab.text('Seven moves', boards.join('\n\n'));

    const random = new Gridworld({ mode: 'random' });
    let [clash, lost] = [0, 0];
    for (let seed = 0; seed < draws; seed++) {
      const board = cellsOf(random.reset({ seed }).observation);
      if (new Set(board).size < 4) clash++;
      if (!canBeWon(board)) lost++;
    }
    lab.check('random boards with two things in a cell', clash, exactly(0), 0);
    lab.check('random boards that cannot be won', lost, exactly(0), 'a few');
    const boardsOf = placements();
    lab.check('ways to place four things', boardsOf.length, exactly(43_680), '16 x 15 x 14 x 13');
    lab.check('of those, to be won', boardsOf.filter(canBeWon).length, exactly(43_472));
    lab.check(
      'reward of the whole way',
      steps.reduce((sum, { reward }) => sum + reward, 0),
      near(4, 0),
      4,
    );
  },
});

/** Cells of player, goal, pit and wall, each in a plane of its own. */
function cellsOf(observation: ArrayLike<number>): number[] {
  const seen = Array.from(observation);
  return [0, 16, 32, 48].map((plane) => seen.indexOf(1, plane) - plane);
}

/** All ways to put four things into cells of their own. */
function placements(): number[][] {
  let boards: number[][] = [[]];
  const cells = Array.from({ length: 16 }, (_, cell) => cell);
  for (let thing = 0; thing < 4; thing++) {
    boards = boards.flatMap((board) =>
      cells.filter((cell) => !board.includes(cell)).map((cell) => [...board, cell]),
    );
  }
  return boards;
}

/** Whether the goal can be reached past pit and wall: by all cells that moves lead to. */
function canBeWon([player, goal, pit, wall]: readonly number[]): boolean {
  const reached = new Set([player!]);
  for (const cell of reached) {
    const next = [
      cell - 4,
      cell + 4,
      ...(cell % 4 > 0 ? [cell - 1] : []),
      ...(cell % 4 < 3 ? [cell + 1] : []),
    ];
    for (const to of next) if (to >= 0 && to < 16 && to !== pit && to !== wall) reached.add(to);
  }
  return reached.has(goal!);
}
