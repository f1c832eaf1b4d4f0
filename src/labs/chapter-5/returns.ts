// Returns of a few steps, with and without what comes after them.
import { nStepReturns } from '../../memory/index.js';
import { defineLab, near } from '../index.js';

export const lab = defineLab({
  name: 'returns',
  chapter: '5',
  title: 'Returns and bootstrapping',
  asks: 'What are three steps of reward 1 worth, and what if the episode goes on?',
  settings: { gamma: 0.99 },
  flaw: { what: 'another discount', settings: { gamma: 0.9 } },
  program({ gamma }, lab) {
    // The printed listing leaves out the discount of the first reward, and so comes to other numbers.
    const first = (rewards: readonly number[], bootstrap = 0) =>
      nStepReturns(rewards, { gamma, bootstrap })[0]!;
    lab.check('1, 1, -1', first([1, 1, -1]), near(1.0099, 1e-12), 0.01);
    lab.check('1, 1, 1', first([1, 1, 1]), near(2.9701, 1e-12), 1.99);
    lab.check(
      '1, 1, -1, then a state of value 1',
      first([1, 1, -1], 1),
      near(1.0099 + gamma ** 3, 1e-12),
      0.9901,
    );
    lab.check('1, 1, 1, then a state of value 1', first([1, 1, 1], 1), near(3.940399, 1e-12), 2.9701);
    const advantage = first([2], 14) - 4.56;
    lab.tell(
      'advantage of a step of reward 2 before a state of value 14, if this one is worth 4.56',
      advantage,
    );
  },
});
