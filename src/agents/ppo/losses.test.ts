import { describe, expect, it } from 'vitest';
import { tensor } from '../../tensor/index.js';
import {
  approximateKl,
  clipFraction,
  clippedSurrogateLoss,
  clippedValueLoss,
  probabilityRatio,
} from './losses.js';

describe('the clipped objective', () => {
  it('has the hand-made value and gradient', () => {
    // r = 1.5, 0.5, 1.1, 1.5, 0.5 with ε = 0.2
    const ratios = [1.5, 0.5, 1.1, 1.5, 0.5];
    const advantages = [2, 2, -1, -3, -3];
    const logProbs = tensor(ratios.map(Math.log), { requiresGrad: true });
    const ratio = probabilityRatio(logProbs, tensor([0, 0, 0, 0, 0]));
    const loss = clippedSurrogateLoss(ratio, tensor(advantages), 0.2);
    // min(r·A, clip(r)·A): 1.2·2, 0.5·2, -1.1, -1.5·3, -0.8·3
    expect(loss.item()).toBeCloseTo(-(2.4 + 1 - 1.1 - 4.5 - 2.4) / 5, 5);
    loss.backward();
    // Clipped where the ratio has already moved in the good direction; elsewhere d(r·A)/d(log π) = r·A.
    const expected = [0, 0.5 * 2, 1.1 * -1, 1.5 * -3, 0].map((g) => -g / 5);
    expected.forEach((g, i) => {
      expect(logProbs.grad!.toArray()[i]).toBeCloseTo(g, 5);
    });
  });

  it('clips values around the old ones, or not at all', () => {
    const [values, old, returns] = [tensor([3, 0.5]), tensor([1, 0]), tensor([4, 2])];
    expect(clippedValueLoss(values, old, returns, null).item()).toBeCloseTo((1 + 2.25) / 2, 5);
    expect(clippedValueLoss(values, old, returns, 1).item()).toBeCloseTo((4 + 2.25) / 2, 5);
  });

  it('is measured by an estimate of the divergence and the share of clipped ratios', () => {
    expect(approximateKl([-1, -2], [-1, -2])).toBe(0);
    expect(approximateKl([Math.LN2, 0], [0, Math.LN2])).toBeCloseTo(
      (1 - Math.LN2 + (-0.5 + Math.LN2)) / 2,
      12,
    );
    // The ratio underflows to 0; its logarithm does not.
    expect(approximateKl([-200, 0], [0, 0])).toBeCloseTo(199 / 2, 10);
    expect(clipFraction([1, 1.19, 0.81, 1.3, 0.1], 0.2)).toBeCloseTo(0.4, 12);
  });
});
