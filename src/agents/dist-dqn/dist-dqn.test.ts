import { describe, expect, it } from 'vitest';
import {
  crossEntropy,
  entropy,
  evenSupport,
  expectation,
  klDivergence,
  logLikelihoodRatio,
  variance,
} from './tables.js';
import { nearestAtom, updateDist } from './update-dist.js';

const support = evenSupport(-10, 10, 51);
const uniform = new Float64Array(51).fill(1 / 51);
const REWARDS = [10, 10, 10, 0, 1, 0, -10, -10, 10, 10];

/** Indices of atoms likelier than both neighbours. */
function peaks(p: Float64Array): number[] {
  return [...p.keys()].filter((i) => p[i]! > (p[i - 1] ?? 0) && p[i]! > (p[i + 1] ?? 0));
}

describe('tables of chapter 7', () => {
  it('gives the numbers of the text', () => {
    expect(expectation([1, 2, 3, 4, 5, 6], [0.1, 0.1, 0.1, 0.1, 0.2, 0.4])).toBeCloseTo(4.4, 12);
    expect(expectation([18, 21, 17, 17, 21], [0.2, 0.2, 0.2, 0.2, 0.2])).toBeCloseTo(18.8, 12);
    expect(expectation([18, 21, 17, 17, 21], [0.6, 0.1, 0.1, 0.1, 0.1])).toBeCloseTo(18.4, 12);
    expect(expectation(support, uniform)).toBeCloseTo(0, 12);
    expect(variance(support, uniform)).toBeCloseTo(34.666667, 6);
    expect(entropy(uniform)).toBeCloseTo(Math.log(51), 12);
  });

  it('compares distributions: likelihood ratio, KL divergence, cross-entropy', () => {
    const [p, q] = [
      [0.1, 0.1],
      [0.6, 0.5],
    ];
    expect(logLikelihoodRatio(p, q)).toBeCloseTo(-3.401197, 6);
    expect(Math.exp(logLikelihoodRatio(p, q))).toBeCloseTo(0.033333, 6);
    expect(klDivergence(q, p)).toBeCloseTo(1.879775, 6);
    expect(crossEntropy(q, p)).toBeCloseTo(2.532844, 6);
    expect(klDivergence(uniform, uniform)).toBe(0);
    expect(crossEntropy([1, 0], [0.5, 0])).toBeCloseTo(Math.log(2), 12);
  });

  it('shows what a mean hides: a mixture of two modes has little there', () => {
    const values = evenSupport(-30, 5, 351);
    const density = (x: number, mean: number, sd: number) => Math.exp(-(((x - mean) / sd) ** 2) / 2) / sd;
    const raw = values.map((x) => density(x, -2.5, 1) + density(x, -22.3, 2));
    const total = raw.reduce((a, b) => a + b, 0);
    const p = raw.map((each) => each / total);
    const mean = expectation(values, p);
    expect(mean).toBeCloseTo(-12.4, 2);
    expect(peaks(p).map((i) => values[i])).toEqual([expect.closeTo(-22.3, 6), expect.closeTo(-2.5, 6)]);
    expect(p[nearestAtom(mean, values)]!).toBeLessThan(1e-4 * Math.max(...p));
  });

  it('refuses lists of different lengths and supports that are none', () => {
    expect(() => expectation([1, 2], [1])).toThrow(/same length, got 2 and 1/);
    expect(() => evenSupport(1, 1, 51)).toThrow(/min < max and at least 2 atoms/);
    expect(() => updateDist(0, support, [1])).toThrow(/51 atoms, but 1 probabilities/);
  });
});

describe('updateDist', () => {
  it('rounds halves to the even atom', () => {
    const found = [-10, -2, -1, 0, 1, 5, 8, 10, 99].map((reward) => nearestAtom(reward, support));
    expect(found).toEqual([0, 20, 22, 25, 28, 38, 45, 50, 50]);
  });

  it('follows the listings number for number', () => {
    const literal = true;
    const first = updateDist(-1, support, uniform, { gamma: 0.1, literal });
    expect(first[22]).toBeCloseTo(0.023427, 6);
    expect([first[21], first[23]]).toEqual([expect.closeTo(0.019718, 6), expect.closeTo(0.019718, 6)]);
    expect(first[0]).toBeCloseTo(0.019523, 6);
    expect(expectation(support, first)).toBeCloseTo(-0.005206, 6);
    const many = REWARDS.reduce<Float64Array>(
      (p, reward) => updateDist(reward, support, p, { gamma: 0.5, literal }),
      first,
    );
    expect(peaks(many)).toEqual([0, 25, 28, 50]);
    const heights = [0.031567, 0.051604, 0.032992, 0.072955];
    expect([0, 25, 28, 50].map((i) => many[i])).toEqual(heights.map((height) => expect.closeTo(height, 6)));
    expect(expectation(support, many)).toBeCloseTo(0.711198, 6);
    expect(variance(support, many)).toBeCloseTo(38.393983, 5);
    const fives = (start: Float64Array) =>
      Array.from({ length: 20 }).reduce<Float64Array>(
        (p) => updateDist(5, support, p, { gamma: 0.7, literal }),
        start,
      );
    const bump = fives(uniform);
    expect(expectation(support, bump)).toBeCloseTo(5.008047, 6);
    expect(variance(support, bump)).toBeCloseTo(2.491199, 6);
    expect(bump[38]).toBeCloseTo(0.641583, 6);
    const chained = fives(many);
    expect(expectation(support, chained)).toBeCloseTo(4.989008, 6);
    expect(variance(support, chained)).toBeCloseTo(3.034847, 6);
    expect(chained[38]).toBeCloseTo(0.629557, 6);
  });

  it('lets the second atom take from the first, unlike the listing', () => {
    expect(updateDist(-9.6, support, uniform, { gamma: 0.5, literal: true })[1]).toBeCloseTo(0.028846, 6);
    expect(updateDist(-9.6, support, uniform, { gamma: 0.5 })[1]).toBeCloseTo(0.038095, 6);
  });

  it('keeps a distribution, and the one it was given', () => {
    const before = Float64Array.from(uniform);
    for (const reward of [-12, -9.7, -0.3, 4.4, 10]) {
      const p = updateDist(reward, support, uniform);
      expect(p.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
      expect(p.indexOf(Math.max(...p))).toBe(nearestAtom(reward, support));
    }
    expect(uniform).toEqual(before);
  });
});
