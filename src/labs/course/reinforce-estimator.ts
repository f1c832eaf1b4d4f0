// REINFORCE on one Bernoulli choice: its mean, its variance, and what a baseline does to both.
import { Bernoulli } from '../../nn/index.js';
import { Generator } from '../../random/index.js';
import { tensor } from '../../tensor/index.js';
import { atMost, defineLab, exactly } from '../index.js';

export const lab = defineLab({
  name: 'reinforce-estimator',
  chapter: 'course',
  title: 'The REINFORCE estimator and its baselines',
  asks: 'A choice pays 1 or 0: what are mean and variance of the gradient estimate, and which baseline is best?',
  settings: { draws: 40_000, x: 1.5, sign: 1 },
  quick: { draws: 10_000 },
  flaw: { what: 'the score has the wrong sign', settings: { sign: -1 } },
  program({ draws, x, sign }, lab) {
    const rng = new Generator(5);
    /** Gradient estimate of one draw, (f(a) - b)·(a - μ)·x. */
    const estimate = (a: number, mu: number, baseline: number) => sign * (a - baseline) * (a - mu) * x;
    const mus = [0.1, 0.3, 0.5, 0.7, 0.9];
    let [automatic, means, variances] = [0, 0, 0];
    const variance = { none: [] as number[], mean: [] as number[], best: [] as number[] };
    for (const mu of mus) {
      const theta = tensor([[Math.log(mu / (1 - mu)) / x]], { requiresGrad: true });
      for (const a of [0, 1]) {
        theta.zeroGrad();
        new Bernoulli(theta.mul(x))
          .logProb(tensor([[a]]))
          .mul(a)
          .sum()
          .backward();
        automatic = Math.max(automatic, Math.abs(theta.grad!.item() - estimate(a, mu, 0)));
      }
      const expected = mu * (1 - mu) * x;
      for (const [name, baseline, exact] of [
        ['none', 0, mu * (1 - mu) ** 3 * x ** 2],
        ['mean', mu, mu * (1 - mu) * (1 - 2 * mu) ** 2 * x ** 2],
        ['best', 1 - mu, 0],
      ] as const) {
        const found = moments(
          Array.from({ length: draws }, () => estimate(Number(rng.random() < mu), mu, baseline)),
        );
        const error = Math.sqrt(exact / draws);
        means = Math.max(means, Math.abs(found.mean - expected) / Math.max(error, 1e-9));
        variances = Math.max(variances, Math.abs(found.variance - exact) / (x ** 2 / Math.sqrt(draws)));
        variance[name].push(exact);
      }
    }
    lab.check('closed form - automatic gradient, at most', automatic, atMost(1e-5), 0);
    lab.check('mean - μ(1-μ)x, in standard errors, at most', means, atMost(4));
    lab.check('variance - its formula, in standard errors, at most', variances, atMost(4));
    lab.check('variance with the baseline 1 - μ', Math.max(...variance.best), exactly(0), 0);
    lab.plot({
      title: 'Variance of the estimate',
      xLabel: 'μ',
      series: [
        { label: 'no baseline', x: mus, y: variance.none },
        { label: 'baseline μ, the mean reward', x: mus, y: variance.mean },
        { label: 'baseline 1 - μ, the best', x: mus, y: variance.best },
      ],
    });
  },
});

function moments(values: readonly number[]) {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return { mean, variance: values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length };
}
