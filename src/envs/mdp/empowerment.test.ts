import { describe, expect, it } from 'vitest';
import { make } from '../index.js';
import { channelCapacity, empowerment, FiniteMDP, mdpOf } from './index.js';

const entropy = (p: number) => (p === 0 || p === 1 ? 0 : -p * Math.log2(p) - (1 - p) * Math.log2(1 - p));

describe('the capacity of a channel', () => {
  it.each([0, 0.1, 0.25, 0.5])('that flips bits with probability %d is 1 - H(p)', (p) => {
    const { capacity, inputs } = channelCapacity([
      [1 - p, p],
      [p, 1 - p],
    ]);
    expect(capacity).toBeCloseTo(1 - entropy(p), 8);
    expect(inputs[0]).toBeCloseTo(0.5, 6);
  });

  it.each([0.2, 0.7])('that erases bits with probability %d is 1 - p', (p) => {
    const channel = [
      [1 - p, p, 0],
      [0, p, 1 - p],
    ];
    expect(channelCapacity(channel).capacity).toBeCloseTo(1 - p, 8);
  });

  it('is right where uniform inputs are not best: the Z-channel', () => {
    const p = 0.5;
    const { capacity, inputs } = channelCapacity([
      [1, 0],
      [p, 1 - p],
    ]);
    // log2(1 + (1 - p)·p^(p/(1 - p))), with 2/5 of the inputs through the noise.
    expect(capacity).toBeCloseTo(Math.log2(1 + (1 - p) * p ** (p / (1 - p))), 8);
    expect(inputs[1]).toBeCloseTo(0.4, 4);
  });

  it('is refused where rows are no distributions, or never known well enough', () => {
    expect(() => channelCapacity([[0.5, 0.4]])).toThrow(
      /input 0 needs 2 probabilities of sum 1, got 2 of sum 0.9/,
    );
    expect(() => channelCapacity([[1, 0], [1]])).toThrow(/input 1 needs 2 probabilities/);
    expect(() => channelCapacity([])).toThrow(/at least one of each/);
    const z = [
      [1, 0],
      [0.5, 0.5],
    ];
    expect(() => channelCapacity(z, { maxIterations: 3 })).toThrow(/after 3 rounds/);
    expect(() => channelCapacity(z, { tolerance: 0 })).toThrow(/tolerance: expected a number > 0, got 0/);
  });
});

describe('empowerment', () => {
  /** Rows of `width` cells; moves against the border do nothing. */
  function grid(width: number, slip = 0): FiniteMDP {
    const moves = [
      [0, 1],
      [0, -1],
      [1, 0],
      [-1, 0],
    ] as const;
    const clamp = (x: number) => Math.max(0, Math.min(width - 1, x));
    return new FiniteMDP(
      Array.from({ length: width * width }, (_, s) =>
        moves.map(([dr, dc]) => {
          const there = clamp(Math.floor(s / width) + dr) * width + clamp((s % width) + dc);
          return [
            { probability: 1 - slip, nextState: there, reward: 0 },
            { probability: slip, nextState: s, reward: 0 },
          ];
        }),
      ),
    );
  }

  it('is the logarithm of the states within reach where nothing is left to chance', () => {
    const values = empowerment(grid(5), { steps: 2 });
    // From the middle 9 cells lie within two moves exactly; the corner reaches 6 as moves against the border wait.
    expect(values[12]).toBeCloseTo(Math.log2(9), 8);
    expect(values[0]).toBeCloseTo(Math.log2(6), 8);
    expect(empowerment(grid(3))[4]).toBeCloseTo(2, 8);
  });

  it('falls with chance', () => {
    // Four erasures: with probability p nothing happens.
    expect(empowerment(grid(3, 0.25))[4]).toBeCloseTo(0.75 * 2, 6);
    expect(empowerment(grid(3, 1))[4]).toBeCloseTo(0, 8);
  });

  it('counts the end of the task as one state, and actions that are not to be had as waiting', () => {
    const on = (nextState: number, terminated = false) => [
      { probability: 1, nextState, reward: 0, terminated },
    ];
    const mdp = new FiniteMDP([
      [on(1), on(1, true), on(0, true)],
      [on(0), [], on(1)],
    ]);
    expect([...empowerment(mdp)].map((x) => Number(x.toFixed(6)))).toEqual([1, 1]);
    const lake = empowerment(mdpOf(make('FrozenLake-v1', { isSlippery: false })).mdp);
    expect(lake[0]).toBeCloseTo(Math.log2(3), 8);
    expect(lake[5]).toBeCloseTo(0, 8);
  });

  it('refuses more sequences than it can look at, and steps that mean nothing', () => {
    expect(() => empowerment(grid(3), { steps: 9 })).toThrow(/4 actions make 262144 sequences of 9/);
    expect(() => empowerment(grid(3), { steps: 0 })).toThrow(/steps must be a whole number ≥ 1, got 0/);
    expect(() => empowerment(grid(3), { step: 2 } as object)).toThrow(/no option 'step'/);
  });
});
