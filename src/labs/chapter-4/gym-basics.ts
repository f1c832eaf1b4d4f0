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

    // Barto, Sutton and Anderson (1983): cart of 1 kg, pole of 0.1 kg and 1 m, pushed with 10 N for 0.02 s.
    const moved = ([x, v, angle, turn]: readonly number[], action: number) => {
      const [sin, cos] = [Math.sin(angle!), Math.cos(angle!)];
      const push = ((action === 1 ? 10 : -10) + 0.05 * turn! ** 2 * sin) / 1.1;
      const turning = (9.8 * sin - cos * push) / (0.5 * (4 / 3 - (0.1 * cos ** 2) / 1.1));
      const pushing = push - (0.05 * turning * cos) / 1.1;
      return [x! + 0.02 * v!, v! + 0.02 * pushing, angle! + 0.02 * turn!, turn! + 0.02 * turning];
    };
    let byHand = Array.from(observation);
    let apart = 0;
    for (const action of [1, 0, 1, 1, 0, 0, 1, 0]) {
      byHand = moved(byHand, action);
      const seen = env.step(action).observation;
      apart = Math.max(apart, ...byHand.map((value, i) => Math.abs(value - seen[i]!)));
    }
    lab.check('eight pushes by hand: difference, at most', apart, near(0, 1e-6));

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
