// A derivative by an interval, and by the engine.
import { tensor } from '../../tensor/index.js';
import { defineLab, near } from '../index.js';

export const lab = defineLab({
  name: 'derivative',
  chapter: 'A',
  title: 'Derivatives: by an interval and by themselves',
  asks: 'Is the slope of x² at 3 what an interval around 3 says, and what are the gradients of x⁴ + y²?',
  settings: { at: 3, interval: 0.1, power: 2 },
  flaw: { what: 'the derivative of another function', settings: { power: 3 } },
  program({ at, interval, power }, lab) {
    const f = (x: number) => x ** 2;
    lab.check('by an interval', (f(at + interval) - f(at - interval)) / (2 * interval), near(6, 1e-9), 6);
    const x = tensor([at], { requiresGrad: true });
    x.pow(power).sum().backward();
    lab.check('by the engine', x.grad!.item(), near(6, 1e-5), 6);
    const [a, b] = [tensor([1.5], { requiresGrad: true }), tensor([-2], { requiresGrad: true })];
    a.pow(4).add(b.pow(2)).sum().backward();
    lab.check('of x⁴ + y² by x, at (1.5, -2)', a.grad!.item(), near(4 * 1.5 ** 3, 1e-4), '4x³');
    lab.check('by y', b.grad!.item(), near(-4, 1e-5), '2y');
  },
});
