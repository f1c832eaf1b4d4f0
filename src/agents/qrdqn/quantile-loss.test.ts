import { expect, it } from 'vitest';
import { tensor } from '../../tensor/index.js';
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
