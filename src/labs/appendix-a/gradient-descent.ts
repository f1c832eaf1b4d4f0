// Gradient descent on log(x⁴ + x³ + 2).
import { tensor } from '../../tensor/index.js';
import { atLeast, defineLab, near } from '../index.js';

export const lab = defineLab({
  name: 'gradient-descent',
  chapter: 'A',
  title: 'Down the slope of a curve with a flat place',
  asks: 'Where does gradient descent end on log(x⁴ + x³ + 2), and how long does it take?',
  settings: { steps: 20_000, learningRate: 1e-3, start: -9.41, sign: 1 },
  flaw: { what: 'steps go uphill', settings: { sign: -1 } },
  program({ steps, learningRate, start, sign }, lab) {
    const f = (x: number) => Math.log(x ** 4 + x ** 3 + 2);
    const slope = (x: number) => (4 * x ** 3 + 3 * x ** 2) / (x ** 4 + x ** 3 + 2);
    const path = [start];
    for (let i = 0; i < steps; i++) path.push(path[i]! - sign * learningRate * slope(path[i]!));
    const end = path.at(-1)!;
    lab.check(`x after ${steps} steps`, end, near(-0.75, 1e-5), -0.750000000882165);
    lab.check('f there', f(end), near(0.638971, 1e-6));
    lab.tell('x after 5,000 steps', path[5000]!, 'the end');
    const x = tensor(1.5, { requiresGrad: true });
    x.pow(4).add(x.pow(3)).add(2).log().backward();
    lab.check('slope by the engine - by hand, at 1.5', x.grad!.item() - slope(1.5), near(0, 1e-6));
    // The text calls x = 0 a second minimum: the curve goes down on its left and up on its right.
    lab.check('f(0) - f(-0.75)', f(0) - f(-0.75), atLeast(0.05), 'another minimum');
    const shown = path.map((_, i) => i).filter((i) => i % 100 === 0);
    lab.plot({
      title: 'x',
      xLabel: 'step',
      series: [{ label: 'x', x: shown, y: shown.map((i) => path[i]!) }],
    });
  },
});
