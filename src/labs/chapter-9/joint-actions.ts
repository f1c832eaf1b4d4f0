// Why many agents are hard: how many joint actions there are, and how a mean makes few of them.
import { defineLab, exactly } from '../index.js';

export const lab = defineLab({
  name: 'joint-actions',
  chapter: '9',
  title: 'Joint actions of many agents',
  asks: 'How many joint actions have n neighbours, and how many different means?',
  settings: { actions: 4, neighbours: 6, ordered: true },
  flaw: { what: 'who does what is not told apart', settings: { ordered: false } },
  program({ actions, neighbours, ordered }, lab) {
    const means = (n: number, k: number): number =>
      k === 1 || n === 0 ? 1 : means(n - 1, k) + means(n, k - 1);
    const joint = (n: number, k: number): number => (ordered ? k ** n : means(n, k));
    lab.check('two agents of four actions', joint(2, actions), exactly(16), 16);
    lab.check('three agents of four actions', joint(3, actions), exactly(64), 64);
    lab.check('ten agents of two actions', joint(10, 2), exactly(1024), 1024);
    lab.check(
      `${neighbours} neighbours of four actions, their means`,
      means(neighbours, actions),
      exactly(84),
    );
    const xs = Array.from({ length: 12 }, (_, i) => i + 1);
    lab.plot({
      title: 'Four actions each, powers of ten',
      xLabel: 'agents',
      series: [
        { label: 'joint actions', x: xs, y: xs.map((n) => Math.log10(joint(n, 4))) },
        { label: 'means of actions', x: xs, y: xs.map((n) => Math.log10(means(n, 4))) },
      ],
    });
  },
});
