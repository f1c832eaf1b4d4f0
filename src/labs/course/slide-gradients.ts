// The gradients of a lecture's first example.
import { tensor } from '../../tensor/index.js';
import { defineLab, exactly } from '../index.js';

export const lab = defineLab({
  name: 'slide-gradients',
  chapter: 'course',
  title: 'Gradients of a sum of squares',
  asks: 'What are the gradients of Σ(2x + y)² at x = (1, 2, 3), y = 1, and how does a slide come to twice as much?',
  settings: { clears: true },
  flaw: { what: 'gradients are never set to zero', settings: { clears: false } },
  program({ clears }, lab) {
    const [x, y] = [tensor([1, 2, 3], { requiresGrad: true }), tensor([1, 1, 1], { requiresGrad: true })];
    const loss = () => x.mul(2).add(y).pow(2).sum();
    lab.check('the loss', loss().item(), exactly(83), 83);
    const printed = [
      [24, 40, 56],
      [12, 20, 28],
    ];
    for (let pass = 0; pass < 2; pass++) {
      if (clears) {
        x.zeroGrad();
        y.zeroGrad();
      }
      loss().backward();
    }
    for (const i of [0, 1, 2]) {
      lab.check(`by x[${i}]`, x.grad!.data[i]!, exactly([12, 20, 28][i]!), printed[0]![i]!);
      lab.check(`by y[${i}]`, y.grad!.data[i]!, exactly([6, 10, 14][i]!), printed[1]![i]!);
    }
  },
});
