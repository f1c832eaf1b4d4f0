// A random agent in CartPole: what an environment is.
import { CartPole } from '../../envs/index.js';
import { Generator } from '../../random/index.js';
import { defineLab, exactly, mean, near } from '../index.js';

export const lab = defineLab({
  name: 'gym-basics',
  chapter: '4',
  title: 'A cart, a pole and an agent that does anything',
  asks: 'How long does the pole stay up when the cart is pushed by chance?',
  settings: { episodes: 500, left: 0.5 },
  flaw: { what: 'it is pushed to one side nearly always', settings: { left: 0.95 } },
  program({ episodes, left }, lab) {
    const env = new CartPole();
    const rng = new Generator(100);
    const { observation } = env.reset({ seed: 100 });
    lab.check('numbers of an observation', observation.length, exactly(4), 4);
    lab.check('actions', env.actionSpace.n, exactly(2), 2);
    const lengths = Array.from({ length: episodes }, () => {
      let [steps, over] = [0, false];
      for (env.reset(); !over; steps++) {
        const { terminated } = env.step(Number(rng.random() >= left));
        over = terminated || steps === 199;
      }
      return steps;
    });
    lab.check('mean length of an episode', mean(lengths), near(22.3, 2));
    const counts = Array.from(
      { length: 20 },
      (_, i) => lengths.filter((n) => Math.floor(n / 5) === i).length,
    );
    lab.plot({
      title: 'Lengths of episodes',
      xLabel: 'steps',
      series: [{ label: 'episodes of 5 steps more', x: counts.map((_, i) => 5 * i + 2.5), y: counts }],
    });
  },
});
