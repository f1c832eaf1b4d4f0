// A tour of FrozenLake: its table, its pictures, and what an agent that does anything earns there.

import { FrozenLake, make } from '../../envs/index.js';
import { FiniteMDP, valueIteration } from '../../envs/mdp/index.js';
import { Generator } from '../../random/index.js';
import { defineLab, exactly, mean, near } from '../index.js';

export const lab = defineLab({
  name: 'frozen-lake-tour',
  chapter: 'course',
  title: 'FrozenLake: table, pictures, a random walk',
  asks: 'What does P[s][a] say of firm and of slippery ice, and how often does chance reach the goal?',
  settings: { episodes: 4000, slip: true },
  quick: { episodes: 2000 },
  flaw: { what: 'the ice that should be slippery is firm', settings: { slip: false } },
  program({ episodes, slip }, lab) {
    const [firm, slippery] = [new FrozenLake({ isSlippery: false }), new FrozenLake({ isSlippery: slip })];
    lab.check('states', firm.P.length, exactly(16), 16);
    lab.check('outcomes of a move, firm', firm.P[0]![2]!.length, exactly(1), 1);
    lab.check('outcomes of a move, slippery', slippery.P[0]![2]!.length, exactly(3), 3);
    lab.check('probability of each', slippery.P[0]![2]![0]!.probability, near(1 / 3, 1e-9), '1/3');
    const lake = make('FrozenLake-v1', { isSlippery: slip });
    const rng = new Generator(100);
    const reached = Array.from({ length: episodes }, () => {
      lake.reset({ seed: rng.integers(0, 2 ** 31) });
      for (;;) {
        const { reward, terminated, truncated } = lake.step(rng.integers(0, 4));
        if (terminated || truncated) return reward;
      }
    });
    lab.check('goal reached by chance', mean(reached), near(0.0142, 0.008));
    lab.check(
      'by the best plan, firm',
      valueIteration(new FiniteMDP(firm.P), { gamma: 1 }).values[0]!,
      near(1, 1e-9),
    );
    lab.check(
      'by the best plan, slippery',
      valueIteration(new FiniteMDP(slippery.P), { gamma: 1 }).values[0]!,
      near(14 / 17, 1e-6),
    );
    lake.reset({ seed: 0 });
    lab.text('The lake', String(lake.render()));
  },
});
