import { describe, expect, it } from 'vitest';
import { nStepReturns } from './returns.js';

describe('nStepReturns', () => {
  const gamma = 0.99;

  it('sums discounted rewards, and goes on with what follows', () => {
    expect([...nStepReturns([1, 2, 3], { gamma: 0.5 })]).toEqual([2.75, 3.5, 3]);
    expect([...nStepReturns([1, 2, 3], { gamma: 0.5, bootstrap: 8 })]).toEqual([3.75, 5.5, 7]);
  });

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
  ])(
    "without its first reward gives the numbers of the book's listing 5.10, whose loop leaves it out, for %j, bootstrap %s",
    (rewards, bootstrap, printed) => {
      const returns = nStepReturns(rewards.slice(1), { gamma, bootstrap });
      expect(returns.length).toBe(2);
      expect(returns[0]).toBeCloseTo(printed, 12);
    },
  );

  it('follows the recursion, and gives nothing for nothing', () => {
    const rewards = [0.5, -2, 3, 1];
    const returns = nStepReturns(rewards, { gamma: 0.9, bootstrap: 7 });
    expect(returns[3]).toBe(1 + 0.9 * 7);
    for (let t = 0; t < 3; t++) expect(returns[t]).toBe(rewards[t]! + 0.9 * returns[t + 1]!);
    expect(nStepReturns([], { gamma }).length).toBe(0);
  });
});
