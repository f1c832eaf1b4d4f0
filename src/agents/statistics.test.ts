import { describe, expect, it } from 'vitest';
import { explainedVariance, standardize } from './statistics.js';

describe('standardize', () => {
  it('gives mean 0 and unbiased deviation 1', () => {
    const values = standardize(Float64Array.of(1, 2, 3, 6));
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 12);
    expect(values.reduce((sum, value) => sum + value * value, 0) / 3).toBeCloseTo(1, 6);
  });

  it('makes equal numbers and a single one 0', () => {
    expect([...standardize([3, 3])]).toEqual([0, 0]);
    expect([...standardize([5])]).toEqual([0]);
  });
});

describe('explainedVariance', () => {
  it('is 1 for a perfect critic, 0 for a constant one, negative for a harmful one', () => {
    const returns = Float32Array.of(1, 2, 3);
    expect(explainedVariance(returns, returns)).toBe(1);
    expect(explainedVariance(Float32Array.of(7, 7, 7), returns)).toBe(0);
    expect(explainedVariance(Float32Array.of(3, 2, 1), returns)).toBe(-3);
    expect(explainedVariance(returns, Float32Array.of(2, 2, 2))).toBe(0);
  });
});
