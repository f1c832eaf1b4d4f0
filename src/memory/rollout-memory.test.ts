import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Generator } from '../random/index.js';
import { Box, type Space } from '../spaces/index.js';
import { type RolloutLayout, RolloutMemory } from './rollout-memory.js';

const layout: RolloutLayout = {
  steps: 3,
  numEnvs: 1,
  observationSpace: new Box({ low: -Infinity, high: Infinity, shape: [2] }) as Space,
  actionSize: 1,
  actionType: 'int32',
};

interface Transition {
  reward: number;
  value: number;
  terminated?: boolean;
  truncated?: boolean;
  finalValue?: number;
}

/** One column of transitions per sub-environment. */
function fill(columns: Transition[][], overrides: Partial<RolloutLayout> = {}): RolloutMemory {
  const numEnvs = columns.length;
  const steps = columns[0]!.length;
  const rollout = new RolloutMemory({ ...layout, ...overrides, steps, numEnvs });
  for (let t = 0; t < steps; t++) {
    const now = columns.map((column) => column[t]!);
    const observations = Float32Array.from({ length: numEnvs * 2 }, (_, i) => 10 * t + i);
    const values = now.map((step) => step.value);
    rollout.begin(
      observations,
      now.map((_, i) => t + i),
      values,
      values.map((v) => -v),
    );
    rollout.finish({
      rewards: now.map((step) => step.reward),
      terminated: Uint8Array.from(now, (step) => Number(step.terminated ?? false)),
      truncated: Uint8Array.from(now, (step) => Number(step.truncated ?? false)),
      finalValues: now.map((step) => step.finalValue ?? Number.NaN),
    });
  }
  return rollout;
}

const close = (values: Float32Array, expected: number[]): void => {
  expect(values.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(values[i]).toBeCloseTo(value, 5);
  });
};

describe('RolloutMemory.computeReturns', () => {
  it('gives the hand-made vector of an unbroken rollout', () => {
    const rollout = fill([
      [
        { reward: 1, value: 0.5 },
        { reward: 0, value: 1 },
        { reward: 2, value: -1 },
      ],
    ]);
    rollout.computeReturns([3], 0.9, 0.8);
    // δ₂ = 2 + 0.9·3 + 1 = 5.7; δ₁ = 0 + 0.9·(-1) - 1 = -1.9; δ₀ = 1 + 0.9·1 - 0.5 = 1.4
    const a2 = 5.7;
    const a1 = -1.9 + 0.72 * a2;
    const a0 = 1.4 + 0.72 * a1;
    close(rollout.values('advantage'), [a0, a1, a2]);
    close(rollout.values('return'), [a0 + 0.5, a1 + 1, a2 - 1]);
  });

  it('with λ = 1 gives n-step returns that bootstrap from the last value', () => {
    const rollout = fill([
      [
        { reward: 1, value: 7 },
        { reward: 2, value: -3 },
        { reward: 3, value: 11 },
      ],
    ]);
    rollout.computeReturns([10], 0.5, 1);
    close(rollout.values('return'), [1 + 1 + 0.75 + 1.25, 2 + 1.5 + 2.5, 3 + 5]);
  });

  it('stops at a termination, bootstraps at a truncation, and lets neither see the next episode', () => {
    const ending = (how: Partial<Transition>): number[] => {
      const rollout = fill([
        [
          { reward: 1, value: 0 },
          { reward: 1, value: 0, ...how },
          { reward: 100, value: 50 },
        ],
      ]);
      rollout.computeReturns([1000], 0.9, 1);
      return [...rollout.values('return')];
    };
    const terminated = ending({ terminated: true, finalValue: 20 });
    expect(terminated[1]).toBeCloseTo(1, 5);
    expect(terminated[0]).toBeCloseTo(1 + 0.9, 5);
    const truncated = ending({ truncated: true, finalValue: 20 });
    expect(truncated[1]).toBeCloseTo(1 + 0.9 * 20, 4);
    expect(truncated[0]).toBeCloseTo(1 + 0.9 * 19, 4);
    // A task that ends on the very step of its time limit has no future.
    expect(ending({ terminated: true, truncated: true, finalValue: 20 })).toEqual(terminated);
    expect(truncated[2]).toBeCloseTo(1000, 3);
  });

  it('keeps sub-environments apart', () => {
    const a = [
      { reward: 1, value: 2, terminated: true },
      { reward: 3, value: 4 },
    ];
    const b = [
      { reward: 5, value: 6 },
      { reward: 7, value: 8, truncated: true, finalValue: 9 },
    ];
    const both = fill([a, b]);
    both.computeReturns([10, 11], 0.97, 0.9);
    const columns = [fill([a]), fill([b])];
    columns.forEach((single, i) => {
      single.computeReturns([10 + i], 0.97, 0.9);
      close(single.values('advantage'), [both.values('advantage')[i]!, both.values('advantage')[2 + i]!]);
    });
  });

  it('equals the direct sum of discounted TD errors', () => {
    const step = fc.record({
      reward: fc.double({ min: -2, max: 2, noNaN: true }),
      value: fc.double({ min: -2, max: 2, noNaN: true }),
      finalValue: fc.double({ min: -2, max: 2, noNaN: true }),
      terminated: fc.boolean(),
      truncated: fc.boolean(),
    });
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), unit, unit, (steps, gamma, lambda) => {
        const rollout = fill([steps]);
        rollout.computeReturns([1.5], gamma, lambda);
        for (let t = 0; t < steps.length; t++) {
          let [advantage, factor] = [0, 1];
          for (let k = t; k < steps.length; k++) {
            const { reward, value, finalValue, terminated, truncated } = steps[k]!;
            const next = terminated ? 0 : truncated ? finalValue : (steps[k + 1]?.value ?? 1.5);
            advantage += factor * (reward + gamma * next - value);
            if (terminated || truncated) break;
            factor *= gamma * lambda;
          }
          expect(rollout.values('advantage')[t]).toBeCloseTo(advantage, 4);
        }
      }),
    );
  });
});

describe('RolloutMemory minibatches', () => {
  const column = (n: number): Transition[] => Array.from({ length: n }, (_, i) => ({ reward: i, value: i }));

  it('cover every row once per epoch, in an order given by the generator', () => {
    const rollout = fill([column(5), column(5), column(5)]);
    const epoch = (seed: number): number[][] =>
      [...rollout.minibatches(new Generator(seed), 4)].map((batch) => [...batch]);
    const batches = epoch(1);
    expect(batches.map((batch) => batch.length)).toEqual([4, 4, 4, 3]);
    expect(batches.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 15 }, (_, i) => i));
    expect(epoch(1)).toEqual(batches);
    expect(epoch(2)).not.toEqual(batches);
  });

  it('for recurrent policies hold stretches of consecutive steps, time first', () => {
    const rollout = fill(Array.from({ length: 3 }, () => column(4)));
    const epoch = (seed: number) => [...rollout.sequences(new Generator(seed), { steps: 2, perBatch: 4 })];
    const batches = epoch(0);
    expect(batches.map(({ sequences }) => sequences.length)).toEqual([4, 2]);
    for (const { sequences, rows } of batches) {
      // Sequence k·3 + i begins at step 2k of sub-environment i; each further step lies 3 rows on.
      const firsts = [...sequences].map((s) => Math.floor(s / 3) * 6 + (s % 3));
      expect([...rows]).toEqual([...firsts, ...firsts.map((row) => row + 3)]);
    }
    const all = batches.flatMap(({ rows }) => [...rows]);
    expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, i) => i));
    expect(epoch(0)).toEqual(batches);
    expect(epoch(1)).not.toEqual(batches);
  });
});

describe('RolloutMemory.saveState', () => {
  it('restores a half-filled rollout, and refuses one of another size', () => {
    const full = fill([
      [
        { reward: 1, value: 2 },
        { reward: 3, value: 4, truncated: true, finalValue: 5 },
      ],
    ]);
    const half = new RolloutMemory({ ...layout, steps: 4 });
    half.begin(Float32Array.of(1, 2), [3], [4], [5]);
    half.finish({
      rewards: [6],
      terminated: Uint8Array.of(0),
      truncated: Uint8Array.of(1),
      finalValues: [7],
    });
    const copy = new RolloutMemory({ ...layout, steps: 4 });
    copy.loadState(structuredClone(half.saveState()));
    expect(copy.length).toBe(1);
    expect(copy.saveState()).toEqual(half.saveState());
    expect([
      copy.scalar('observation').array[1],
      copy.actions.get(0),
      copy.scalar('finalValue').get(0),
      copy.scalar('start').get(0),
    ]).toEqual([2, 3, 7, 1]);
    const small = new RolloutMemory({ ...layout, steps: 1 });
    expect(() => small.loadState(full.saveState())).toThrow(/holds 2 rows, this one takes 1/);
  });

  it('saves of a rollout that has begun what one in a new memory saves, not estimates of the rollout before', () => {
    const step = {
      rewards: [6],
      terminated: Uint8Array.of(0),
      truncated: Uint8Array.of(0),
      finalValues: [7],
    };
    const [used, fresh] = [0, 1].map(() => new RolloutMemory({ ...layout, steps: 2 }));
    for (let i = 0; i < 2; i++) {
      used!.begin(Float32Array.of(1, 2), [3], [4], [5]);
      used!.finish(step);
    }
    used!.computeReturns([1], 0.9, 0.9);
    used!.clear();
    for (const memory of [used!, fresh!]) {
      memory.begin(Float32Array.of(1, 2), [3], [4], [5]);
      memory.finish(step);
    }
    const rows = (memory: RolloutMemory) => {
      const { arrays } = memory.saveState();
      return Object.entries(arrays).filter(([name]) => /advantage|return/.test(name));
    };
    expect(rows(used!)).toEqual(rows(fresh!));
  });

  it('stores action masks where the environment has them', () => {
    const rollout = new RolloutMemory({ ...layout, steps: 1, numEnvs: 2, maskSize: 3 });
    rollout.begin(new Float32Array(4), [0, 1], [0, 0], [0, 0], Uint8Array.of(1, 0, 1, 0, 1, 1));
    expect([...rollout.masks.array]).toEqual([1, 0, 1, 0, 1, 1]);
  });
});
