// Returns of a few steps, with and without what comes after them.
import { nStepReturns } from '../../memory/index.js';
import { defineLab, near } from '../index.js';

export const lab = defineLab({
  name: 'returns',
  chapter: '5',
  title: 'Returns and bootstrapping',
  asks: 'What are three steps worth, what if the episode goes on, and where do the printed numbers come from?',
  settings: { gamma: 0.99 },
  flaw: { what: 'another discount', settings: { gamma: 0.9 } },
  program({ gamma }, lab) {
    const first = (rewards: readonly number[], bootstrap = 0) =>
      nStepReturns(rewards, { gamma, bootstrap })[0]!;
    const cases = [
      { steps: '1, 1, -1', rewards: [1, 1, -1], bootstrap: 0, is: 1.0099, printed: 0.01 },
      { steps: '1, 1, 1', rewards: [1, 1, 1], bootstrap: 0, is: 2.9701, printed: 1.99 },
      {
        steps: '1, 1, -1, then a state of value 1',
        rewards: [1, 1, -1],
        bootstrap: 1,
        is: 1.980199,
        printed: 0.9901,
      },
      {
        steps: '1, 1, 1, then a state of value 1',
        rewards: [1, 1, 1],
        bootstrap: 1,
        is: 3.940399,
        printed: 2.9701,
      },
    ];
    for (const { steps, rewards, bootstrap, is, printed } of cases) {
      lab.check(steps, first(rewards, bootstrap), near(is, 1e-12), printed);
      // The loop of the listing stops one step short: the first reward is left out.
      const skipped = first(rewards.slice(1), bootstrap);
      lab.check(`${steps}: without the first reward`, skipped, near(printed, 1e-12), printed);
    }
    const advantage = first([2], 14) - 4.56;
    lab.tell(
      'advantage of a step of reward 2 before a state of value 14, if this one is worth 4.56',
      advantage,
    );
  },
});
