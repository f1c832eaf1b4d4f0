// Quantile regression: the levels are fixed, their values are learnt.
import { quantileHuberLoss } from '../../agents/index.js';
import { Parameter } from '../../nn/index.js';
import { Adam } from '../../optim/index.js';
import { Generator } from '../../random/index.js';
import { scope, tensor, zeros } from '../../tensor/index.js';
import { atMost, defineLab } from '../index.js';

export const lab = defineLab({
  name: 'quantile-regression',
  chapter: '7',
  title: 'Quantiles that are learnt',
  asks: 'Does quantile regression find the quantiles of a drug trial with two modes?',
  settings: { steps: 800, kappa: 0.1 },
  flaw: { what: 'the loss is nearly a square: means are learnt', settings: { kappa: 100 } },
  program({ steps, kappa }, lab) {
    const found = [9, 51].map((count) => {
      const rng = new Generator(count);
      const draw = () => rng.normal(rng.random() < 0.5 ? -2.5 : -22.3, 1);
      const sorted = Float64Array.from({ length: 20_000 }, draw).sort();
      const levels = Array.from({ length: count }, (_, i) => (2 * i + 1) / (2 * count));
      const quantiles = new Parameter(zeros([1, count]));
      const optimizer = new Adam([quantiles], { lr: 0.5 });
      for (let step = 0; step < steps; step++) {
        optimizer.lr = 0.5 * (1 - step / steps);
        scope(() => {
          const values = tensor([Array.from({ length: 64 }, draw)]);
          optimizer.zeroGrad();
          quantileHuberLoss(quantiles, values, tensor(levels), kappa).sum().backward();
          optimizer.step();
        });
      }
      const learnt = [...quantiles.data];
      const exact = levels.map((level) => sorted[Math.floor(level * sorted.length)]!);
      // The median lies in the gap, where every value is one.
      const errors = learnt.map((value, i) => (levels[i] === 0.5 ? 0 : Math.abs(value - exact[i]!)));
      lab.check(`largest error of ${count} quantiles`, Math.max(...errors), atMost(0.5));
      return { levels, learnt, exact };
    });
    const { levels, learnt, exact } = found[1]!;
    lab.plot({
      title: 'Change of blood pressure by quantile',
      xLabel: 'level',
      series: [
        { label: 'learnt', x: levels, y: learnt },
        { label: 'of 20,000 patients', x: levels, y: exact },
      ],
    });
  },
});
