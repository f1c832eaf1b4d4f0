// Gradient through a deep chain of ReLUs: the product of its weights, or nothing at all.
import { Generator } from '../../random/index.js';
import { tensor } from '../../tensor/index.js';
import { atLeast, atMost, defineLab, exactly } from '../index.js';

export const lab = defineLab({
  name: 'relu-chain',
  chapter: 'course',
  title: 'Gradients through a chain of ReLUs',
  asks: 'How large can the gradient of x through n layers ReLU(wᵢ·x) be, and when is it 0?',
  settings: { draws: 500, depth: 8, slope: 0 },
  flaw: { what: 'units that are off let some of the gradient through', settings: { slope: 0.1 } },
  program({ draws, depth, slope }, lab) {
    const rng = new Generator(1);
    let [worst, off, leaked, bound] = [0, 0, 0, 0];
    const sizes: number[] = [];
    for (let draw = 0; draw < draws; draw++) {
      const weights = Array.from({ length: depth }, () => rng.normal(0.4, 1));
      const x = tensor([1], { requiresGrad: true });
      let [y, isOn] = [x.mul(1), true];
      for (const weight of weights) {
        y = y.mul(weight);
        isOn &&= y.item() > 0;
        y = y.leakyRelu(slope);
      }
      y.sum().backward();
      const [gradient, product] = [x.grad!.item(), weights.reduce((a, b) => a * b, 1)];
      if (isOn) worst = Math.max(worst, Math.abs(gradient / product - 1));
      else off++;
      if (!isOn && gradient !== 0) leaked++;
      if (Math.abs(gradient) > Math.abs(product) * (1 + 1e-5)) bound++;
      if (isOn) sizes.push(Math.abs(product));
    }
    lab.check('all units on: gradient / w₁·…·wₙ - 1, at most', worst, atMost(1e-5), 0);
    lab.check('one unit off: gradients that are not 0', leaked, exactly(0), 0);
    lab.check('gradients above |w₁·…·wₙ|', bound, exactly(0), 0);
    lab.check('chains with a unit off', off, atLeast(draws / 4));
    lab.tell('largest gradient', Math.max(...sizes));
  },
});
