import { describe, expect, it } from 'vitest';
import { recordedSpaces } from '../../../test/sb3-updates.js';
import { tensor } from '../../tensor/index.js';
import type { TransitionBatch } from '../transition-batch.js';
import { smallestOfRows, TQC } from './tqc.js';

class Open extends TQC {
  gradients(batch: TransitionBatch) {
    return this.criticGradients(batch);
  }

  get batch() {
    return (this as unknown as { batches: { batch: TransitionBatch } }).batches.batch;
  }
}

describe('TQC', () => {
  it('keeps the smallest values of each row', () => {
    const kept = smallestOfRows(
      tensor([
        [3, -1, 10, 2],
        [5, 5, 4, -7],
      ]),
      2,
    );
    expect(kept.tolist()).toEqual([
      [-1, 2],
      [-7, 4],
    ]);
  });

  it('leaves the largest quantiles of all critics together out of the target, by hand', () => {
    const options = { hiddenSizes: [], batchSize: 1, nCritics: 2, quantiles: 3, dropPerNet: 1, entCoef: 0 };
    const agent = new Open(recordedSpaces('continuous'), options);
    const weights = agent.weights();
    for (const { data } of Object.values(weights)) data.fill(0);
    // Quantiles 1, 2, 30 and 4, 5, 6 whatever the action is: 6 and 30 go, the mean of the rest is 3.
    weights['critic_target.qf0.0.bias']!.data.set([30, 1, 2]);
    weights['critic_target.qf1.0.bias']!.data.set([4, 6, 5]);
    weights['ent_coef.fixed']?.data.fill(0);
    agent.loadWeights(weights);
    const { batch } = agent;
    batch.rewards.data[0] = 10;
    batch.discounts.data[0] = 0.5;
    const { targets, loss } = agent.gradients(batch);
    expect(targets.item()).toBeCloseTo(10 + 0.5 * 3, 5);
    // All critics say 0, so every error u is a target: |τ - 0|·(u - ½), τ ∈ {1/6, 1/2, 5/6}, mean over all.
    const errors = [1, 2, 4, 5].map((quantile) => 10 + 0.5 * quantile - 0.5);
    const mean = errors.reduce((a, b) => a + b) / 4;
    expect(loss.item()).toBeCloseTo(0.5 * mean, 4);
  });

  it('refuses to leave everything out', () => {
    expect(() => new TQC('Pendulum-v1', { quantiles: 2, dropPerNet: 2 })).toThrow(
      /dropPerNet: of 2 quantiles .* leaves none/,
    );
  });
});
