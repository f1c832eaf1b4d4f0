// Crossing a road: the book's distributional agent beside C51 and DQN.
import { loadEnv, make } from '../../envs/index.js';
import { atLeast, defineLab, mean } from '../index.js';
import { CROSSED, LEARNERS, learnToCross, ROAD, wayUp } from './road.js';

type Kind = keyof typeof LEARNERS;

export const lab = defineLab({
  name: 'crossing',
  chapter: '7',
  title: 'Distributions or values on a road to cross',
  asks: 'Does the distributional agent of the book learn to cross a road in 1,300 steps, and sooner than C51 and DQN?',
  settings: { seeds: 5, steps: 1300, starts: 200, learningRate: 1e-4, others: true },
  quick: { seeds: 1, steps: 320, starts: 120, others: false },
  flaw: { what: 'the network hardly learns', settings: { learningRate: 1e-12 } },
  needs: 'files',
  async program({ seedList, steps, starts, learningRate, others }, lab) {
    const kinds = (others ? Object.keys(LEARNERS) : ['dist-dqn']) as Kind[];
    const runs = await lab.each('seed', seedList, async (seed) => {
      // A quick run cannot wait for a first crossing by chance: it has no way back.
      const book = await learnToCross(
        'dist-dqn',
        steps,
        { seed, learningRate, learningStarts: starts },
        lab.quick ? [0, 1] : [0, 1, 2],
      );
      const way = wayUp(book.agent, seed, 50);
      const before = way.find(({ crossed }) => crossed)!;
      return {
        'dist-dqn': book.crossings,
        ...(others && {
          c51: (await learnToCross('c51', steps, { seed })).crossings,
          dqn: (await learnToCross('dqn', steps, { seed })).crossings,
        }),
        expects: 100 * before.distributions[1]![CROSSED]!,
      };
    });
    const counts = (kind: Kind) => runs.map((run) => (run as Record<Kind, number[]>)[kind].length);
    // Before a first crossing there is nothing to learn from, and chance has to make it: some seeds see none.
    const success = runs.filter((run) => run['dist-dqn'].length >= 4);
    lab.check(
      `seeds with 4 crossings or more in ${steps} steps (%)`,
      (100 * success.length) / runs.length,
      atLeast(40),
      '4 or more; 56 % of seeds',
    );
    lab.tell('crossings by seed', counts('dist-dqn').join(', '), 5);
    lab.check(
      'of these, before a crossing: probability of its reward (%), worst seed',
      Math.min(...success.map(({ expects }) => expects)),
      atLeast(30),
    );
    if (others) {
      // The source's thresholds are of a road of ten lanes, this one has eight; which agent leads changes with the seeds.
      lab.tell('C51, by seed', counts('c51').join(', '));
      lab.tell('DQN, by seed', counts('dqn').join(', '), 'fewer');
      const lead = (kind: Kind) => mean(counts('dist-dqn')) - mean(counts(kind));
      lab.check('more than DQN, mean', lead('dqn'), atLeast(1), 'should be better');
      lab.tell('more than C51, mean', lead('c51'));
      await loadEnv(ROAD);
      const env = make(ROAD);
      env.reset({ seed: 1 });
      let always = 0;
      for (let step = 0; step < steps; step++) always += env.step(1).reward;
      lab.tell('always up', always);
    }
    const at = Array.from({ length: 14 }, (_, i) => Math.round((i * steps) / 13));
    lab.plot({
      title: 'Crossings, mean of seeds',
      xLabel: 'step',
      series: kinds.map((kind) => ({
        label: kind,
        x: at,
        y: at.map((step) =>
          mean(
            runs.map((run) => (run as Record<Kind, number[]>)[kind].filter((each) => each <= step).length),
          ),
        ),
      })),
    });
  },
});
