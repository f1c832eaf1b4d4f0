// REINFORCE on one Bernoulli choice: its mean, its variance, and what a baseline does to both.
import { Bernoulli } from '../../nn/index.js';
import { type Generator, streams } from '../../random/index.js';
import { full } from '../../tensor/index.js';
import { atLeast, atMost, defineLab, mean, near, percent } from '../index.js';

export const lab = defineLab({
  name: 'reinforce-estimator',
  chapter: 'course',
  title: 'The REINFORCE estimator and its baselines',
  asks: 'A choice pays 1 or 0: what are mean and variance of the gradient estimate, and which baseline is best?',
  settings: { seeds: 10, draws: 20_000, x: 1.5, sign: 1 },
  quick: { seeds: 2, draws: 10_000 },
  flaw: { what: 'the score has the wrong sign', settings: { sign: -1 } },
  program({ seedList, draws, x, sign }, lab) {
    /** Choices, and the gradient of (f(a) - b) ln π(a) by θ of each: every draw has a θ of its own. */
    const estimates = (rng: Generator, mu: number, baseline: number) => {
      const theta = full([draws, 1], Math.log(mu / (1 - mu)) / x, { requiresGrad: true });
      const policy = new Bernoulli(theta.mul(x));
      const choices = policy.sample(rng);
      const rewards = choices.sub(baseline).reshape([draws]);
      policy.logProb(choices).mul(rewards).mul(sign).sum().backward();
      return { choices: Array.from(choices.data), gradients: Array.from(theta.grad!.data) };
    };
    // Not 0.5, where the mean reward is the best baseline too.
    const mus = [0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95];
    let [apart, misses] = [0, 0];
    const [meanErrors, varianceErrors]: number[][] = [[], []];
    const measured = {
      none: mus.map(() => 0),
      mean: mus.map(() => 0),
      best: mus.map(() => 0),
      found: mus.map(() => 0),
    };
    for (const seed of seedList) {
      const { draw } = streams(seed, ['draw']);
      for (const [i, mu] of mus.entries()) {
        // What leaves the least variance weighs rewards by the square of the score: here as other draws have it.
        const { choices } = estimates(draw, mu, 0);
        const squares = choices.map((a) => (a - mu) ** 2);
        const found = mean(choices.map((a, k) => a * squares[k]!)) / mean(squares);
        misses = Math.max(misses, Math.abs(found - (1 - mu)));
        for (const [name, b] of Object.entries({ none: 0, mean: mu, best: 1 - mu, found })) {
          const { choices, gradients } = estimates(draw, mu, b);
          for (const [k, a] of choices.entries())
            apart = Math.max(apart, Math.abs(gradients[k]! - (a - b) * (a - mu) * x));
          const sample = moments(gradients);
          measured[name as 'none'][i]! += sample.variance / seedList.length;
          // The others leave next to nothing to chance, and so no standard error.
          if (name !== 'none' && name !== 'mean') continue;
          meanErrors!.push((sample.mean - mu * (1 - mu) * x) / sample.meanError);
          varianceErrors!.push((sample.variance - varianceOf(mu, b, x)) / sample.varianceError);
        }
      }
    }
    lab.check('closed form - automatic gradient, at most', apart, atMost(1e-5), 0);
    const within = (errors: readonly number[]) => percent(errors, (z) => Math.abs(z) <= 3);
    const size = (errors: readonly number[]) => Math.sqrt(mean(errors.map((z) => z * z)));
    lab.check('means within 3 standard errors of μ(1-μ)x (%)', within(meanErrors!), atLeast(97), 99.7);
    lab.check(
      'variances within 3 standard errors of their formula (%)',
      within(varianceErrors!),
      atLeast(97),
      99.7,
    );
    // An error too large by far would let anything pass.
    lab.check(
      'means: usual distance, in standard errors',
      size(meanErrors!),
      near(1, 0.2, { quick: 0.4 }),
      1,
    );
    lab.check('variances: the same', size(varianceErrors!), near(1, 0.2, { quick: 0.4 }), 1);
    lab.check('variance with the baseline 1 - μ, at most', Math.max(...measured.best), atMost(1e-10), 0);
    lab.check('best baseline of draws - (1 - μ), at most', misses, atMost(0.03), 0);
    const left = measured.found.map((variance, i) => variance / measured.none[i]!);
    lab.check('variance with it / without any, at most', Math.max(...left), atMost(0.01, { quick: 0.03 }), 0);

    const fine = Array.from({ length: 99 }, (_, i) => (i + 1) / 100);
    const series = {
      none: ['none', () => 0],
      mean: ['μ, the mean reward', (mu: number) => mu],
      best: ['1 - μ, the best', (mu: number) => 1 - mu],
    } as const;
    lab.plot({
      title: 'Variance of the estimate by baseline; in grey the formulas',
      xLabel: 'μ',
      // The formulas first, so that what was measured lies on them.
      series: [
        ...Object.values(series).map(([label, baseline]) => ({
          ...{ label: `formula: ${label}`, color: '#b0b7be', x: fine },
          y: fine.map((mu) => varianceOf(mu, baseline(mu), x)),
        })),
        ...Object.entries(series).map(([name, [label]]) => ({ label, x: mus, y: measured[name as 'none'] })),
      ],
    });
  },
});

/** Var (a - b)(a - μ)x of a choice a that is 1 with probability μ. */
const varianceOf = (mu: number, b: number, x: number) => mu * (1 - mu) * (1 - mu - b) ** 2 * x ** 2;

/** Mean and variance of a sample, and the standard error of each; that of the variance is of the fourth moment. */
function moments(values: readonly number[]) {
  const n = values.length;
  const center = mean(values);
  const [second, fourth] = [2, 4].map((power) => mean(values.map((value) => (value - center) ** power)));
  const variance = (second! * n) / (n - 1);
  return {
    ...{ mean: center, variance, meanError: Math.sqrt(variance / n) },
    varianceError: Math.sqrt((fourth! - (second! ** 2 * (n - 3)) / (n - 1)) / n),
  };
}
