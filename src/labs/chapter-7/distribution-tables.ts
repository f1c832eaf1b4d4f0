// The probability tool box: expectation, variance, entropy, likelihood ratios.
import { dist } from '../../agents/index.js';
import { defineLab, near } from '../index.js';

export const lab = defineLab({
  name: 'distribution-tables',
  chapter: '7',
  title: 'Numbers of distributions',
  asks: 'Do expectation, variance, likelihood ratio, KL divergence and cross-entropy give the numbers of the text?',
  settings: { swaps: false },
  flaw: { what: 'the two distributions are swapped', settings: { swaps: true } },
  program({ swaps }, lab) {
    lab.check(
      'E, six values',
      dist.expectation([1, 2, 3, 4, 5, 6], [0.1, 0.1, 0.1, 0.1, 0.2, 0.4]),
      near(4.4, 1e-12),
      4.4,
    );
    lab.check(
      'E, weighted',
      dist.expectation([18, 21, 17, 17, 21], [0.6, 0.1, 0.1, 0.1, 0.1]),
      near(18.4, 1e-12),
      18.4,
    );
    lab.check(
      'E, equal weights',
      dist.expectation([18, 21, 17, 17, 21], Array(5).fill(0.2)),
      near(18.8, 1e-12),
      18.8,
    );
    const support = dist.evenSupport(-10, 10, 51);
    const uniform = new Float64Array(51).fill(1 / 51);
    lab.check('variance of 51 even atoms', dist.variance(support, uniform), near(34.666667, 1e-6));
    lab.check('their entropy', dist.entropy(uniform), near(Math.log(51), 1e-12));
    const [p, q] = swaps
      ? [
          [0.6, 0.5],
          [0.1, 0.1],
        ]
      : [
          [0.1, 0.1],
          [0.6, 0.5],
        ];
    lab.check('likelihood ratio', Math.exp(dist.logLikelihoodRatio(p!, q!)), near(0.033333, 1e-6), 0.0333);
    lab.check('its logarithm', dist.logLikelihoodRatio(p!, q!), near(-3.401197, 1e-6), -3.4012);
    lab.check('KL divergence', dist.klDivergence(q!, p!), near(1.879775, 1e-6), -1.8798);
    lab.check('cross-entropy', dist.crossEntropy(q!, p!), near(2.532844, 1e-6), 2.5328);
  },
});
