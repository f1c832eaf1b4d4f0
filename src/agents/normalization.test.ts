import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputNormalizer, RewardNormalizer, RunningStatistics } from './normalization.js';

describe('RunningStatistics', () => {
  it('equal those of all numbers at once, however they are batched', () => {
    const numbers = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), {
      minLength: 4,
      maxLength: 60,
    });
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 7 }), (all, batch) => {
        const statistics = new RunningStatistics(1);
        statistics.count = 0;
        for (let i = 0; i < all.length; i += batch) {
          const part = all.slice(i, i + batch);
          statistics.update(part, part.length);
        }
        const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
        const variance = all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length;
        expect(statistics.mean[0]).toBeCloseTo(mean, 8);
        expect(statistics.variance[0]).toBeCloseTo(variance, 6);
      }),
    );
  });
});

it('RunningStatistics leave out rows that are not alive, to the last bit', () => {
  const [some, living] = [new RunningStatistics(2), new RunningStatistics(2)];
  const batch = Float32Array.from({ length: 10 }, (_, k) => Math.sin(k));
  some.update(batch, 5, Uint8Array.of(1, 0, 1, 1, 0));
  living.update([...batch.slice(0, 2), ...batch.slice(4, 8)], 3);
  expect(some).toEqual(living);
  some.update(batch, 5, new Uint8Array(5));
  expect(some).toEqual(living);
});

describe('InputNormalizer', () => {
  it('centres and scales each input, and clips what lies far outside', () => {
    const normalizer = new InputNormalizer(2);
    normalizer.statistics.mean.set([1, 10]);
    normalizer.statistics.variance.set([4, 0.01]);
    const inputs = Float32Array.of(3, 10.05, -1, 100);
    normalizer.apply(inputs, 2);
    [1, 0.5, -1, 10].forEach((value, i) => {
      expect(inputs[i]).toBeCloseTo(value, 4);
    });
  });
});

describe('RewardNormalizer', () => {
  it('divides by the deviation of the discounted return, which starts anew with each episode', () => {
    const normalizer = new RewardNormalizer(1);
    const flags = (value: number) => Uint8Array.of(value);
    normalizer.normalize([2], flags(0), flags(0), 0.5);
    expect(normalizer.returns[0]).toBe(2);
    const [scaled] = normalizer.normalize([4], flags(0), flags(1), 0.5);
    // Returns were 2 and 2·0.5 + 4 = 5: deviation 1.5.
    expect(scaled).toBeCloseTo(4 / 1.5, 2);
    expect(normalizer.returns[0]).toBe(0);
    normalizer.normalize([0], flags(0), flags(0), 0.5);
    expect(normalizer.statistics.mean[0]).toBeCloseTo((2 + 5 + 0) / 3, 3);
  });
});
