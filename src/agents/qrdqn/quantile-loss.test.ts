import { expect, it } from 'vitest';
import { Parameter } from '../../nn/index.js';
import { Adam } from '../../optim/index.js';
import { Generator } from '../../random/index.js';
import { scope, tensor, zeros } from '../../tensor/index.js';
import { quantileHuberLoss } from './quantile-loss.js';

it('weighs errors by the level of their quantile, squared up to κ', () => {
  // θ = (0, 2), T = (1, 4): u = ((1, 4), (-1, 2)); τ = (1/4, 3/4).
  const theta = tensor([[0, 2]], { requiresGrad: true });
  const loss = quantileHuberLoss(theta, tensor([[1, 4]]), tensor([0.25, 0.75]), 1);
  // Rows: 1/4·(1/2 + 7/2)/2 and (|3/4 - 1|·1/2 + 3/4·3/2)/2.
  expect(loss.toArray()[0]).toBeCloseTo(0.5 + 0.625, 6);
  loss.sum().backward();
  // Slopes -τ·clip(u), halved by the mean: -(1/4 + 1/4)/2 and (1/4 - 3/4)/2.
  expect([...theta.grad!.toArray()]).toEqual([-0.25, -0.25]);
});

it('divides by κ, so that large κ approach squares and small κ absolute values', () => {
  const loss = (kappa: number) =>
    quantileHuberLoss(tensor([[0]]), tensor([[3]]), tensor([0.5]), kappa).toArray()[0];
  expect(loss(10)).toBeCloseTo((0.5 * 4.5) / 10, 6);
  expect(loss(1e-3)).toBeCloseTo(0.5 * 3, 3);
});

// The book's exercise on figure 7.21 of Zai & Brown (2020): the levels are fixed, their values are learnt.
it.each([9, 51])('finds %d quantiles of a mixture of two normal distributions', (count) => {
  const rng = new Generator(count);
  const draw = () => rng.normal(rng.random() < 0.5 ? -2.5 : -22.3, 1);
  const sorted = Float64Array.from({ length: 20_000 }, draw).sort();
  const levels = Array.from({ length: count }, (_, i) => (2 * i + 1) / (2 * count));
  const theta = new Parameter(zeros([1, count]));
  const optimizer = new Adam([theta], { lr: 0.5 });
  for (let step = 0; step < 800; step++) {
    optimizer.lr = 0.5 * (1 - step / 800);
    scope(() => {
      const targets = tensor([Array.from({ length: 64 }, draw)]);
      optimizer.zeroGrad();
      quantileHuberLoss(theta, targets, tensor(levels), 0.1).sum().backward();
      optimizer.step();
    });
  }
  const found = theta.toArray();
  for (const [i, level] of levels.entries()) {
    const expected = sorted[Math.floor(level * sorted.length)]!;
    // The median lies in the gap: every value there is one.
    if (level === 0.5) expect(found[i]).toBeGreaterThan(-21.5);
    else expect(Math.abs(found[i]! - expected), `level ${level}`).toBeLessThan(0.5);
  }
});

it('with the κ of 1 lets quantiles near a jump lean towards it by τ/(1 - τ), at most κ', () => {
  // Two values far apart: (1 - τ)·(θ - 0) and τ·1 balance.
  const theta = tensor([[1 / 3]], { requiresGrad: true });
  quantileHuberLoss(theta, tensor([[0, 100]]), tensor([0.25]), 1)
    .sum()
    .backward();
  expect(theta.grad!.item()).toBeCloseTo(0, 6);
});
