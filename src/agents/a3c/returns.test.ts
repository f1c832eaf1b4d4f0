import { describe, expect, it } from 'vitest';
import { normalizeL2, nStepReturns, oneStepAdvantage } from './returns.js';

describe('returns of A3C', () => {
  const gamma = 0.99;

  it.each([
    [[1, 1, -1], undefined, 1.0099],
    [[1, 1, 1], undefined, 2.9701],
    [[1, 1, -1], 1, 1.980199],
    [[1, 1, 1], 1, 3.940399],
  ])('sums %j with bootstrap %s to %d', (rewards, bootstrap, expected) => {
    const returns = nStepReturns(rewards, { gamma, bootstrap });
    expect(returns.length).toBe(3);
    expect(returns[0]).toBeCloseTo(expected, 12);
  });

  it.each([
    [[1, 1, -1], undefined, 0.01],
    [[1, 1, 1], undefined, 1.99],
    [[1, 1, -1], 1, 0.9901],
    [[1, 1, 1], 1, 2.9701],
  ])("gives the numbers of the book's listing 5.10 for %j, bootstrap %s", (rewards, bootstrap, printed) => {
    const returns = nStepReturns(rewards, { gamma, bootstrap, skipFirst: true });
    expect(returns.length).toBe(2);
    expect(returns[0]).toBeCloseTo(printed, 12);
  });

  it('follows the recursion, and gives nothing for nothing', () => {
    const rewards = [0.5, -2, 3, 1];
    const returns = nStepReturns(rewards, { gamma: 0.9, bootstrap: 7 });
    expect(returns[3]).toBe(1 + 0.9 * 7);
    for (let t = 0; t < 3; t++) expect(returns[t]).toBe(rewards[t]! + 0.9 * returns[t + 1]!);
    expect(nStepReturns([], { gamma }).length).toBe(0);
    expect(nStepReturns([], { gamma, skipFirst: true }).length).toBe(0);
  });

  it('has the advantage of the worked example, and masks the value after the end', () => {
    expect(oneStepAdvantage(10, 5, 7, { gamma: 0.9 })).toBeCloseTo(11.3, 12);
    expect(oneStepAdvantage(10, 5, 7, { gamma: 0.9, terminated: true })).toBe(5);
  });

  it('scales to length 1', () => {
    expect([...normalizeL2(Float64Array.of(3, 0, -4))]).toEqual([0.6, 0, -0.8]);
    expect([...normalizeL2(new Float64Array(2))]).toEqual([0, 0]);
  });
});
