import { describe, expect, it } from 'vitest';
import { bracketsOf, promoted } from './brackets.js';
import { medianThresholds } from './median.js';
import { prunerMethod } from './methods.js';

const shapes = (name: string, options: Record<string, unknown>, trials: number, learns: boolean) =>
  bracketsOf(prunerMethod({ name, options } as never), trials, learns).map(({ trials: all, rungs }) => [
    all[0],
    all.length,
    rungs.map((share) => Number(share.toFixed(4))),
  ]);

describe('brackets', () => {
  it('are one of all for halving, and small ones for a sampler that learns', () => {
    expect(shapes('halving', {}, 20, false)).toEqual([[0, 20, [0.1111, 0.3333, 1]]]);
    expect(shapes('halving', { eta: 2, rungs: 3 }, 6, true)).toEqual([
      [0, 4, [0.25, 0.5, 1]],
      [4, 2, [0.25, 0.5, 1]],
    ]);
  });

  it('are those of Hyperband, table 1 of Li et al. (2018) with R = 81 and eta = 3', () => {
    expect(
      shapes('hyperband', { eta: 3, rungs: 5 }, 81 + 34 + 15 + 8 + 5 + 1, true).map(([, size]) => size),
    ).toEqual([81, 34, 15, 8, 5, 1]);
    expect(shapes('hyperband', { eta: 3, rungs: 3 }, 9, true)[0]).toEqual([0, 9, [0.1111, 0.3333, 1]]);
  });

  it('lets the best of all that began a rung go on, never one that failed', () => {
    const values = [3, Number.NaN, 7, 7, 1, Number.NaN, 5, 2, Number.NaN];
    const members = [...values.keys()];
    expect(promoted(members, (i) => values[i]!, 3)).toEqual([2, 3, 6]);
    expect(promoted([0, 4], (i) => values[i]!, 3)).toEqual([0]);
    expect(promoted([1, 5], (i) => values[i]!, 2)).toEqual([]);
  });
});

describe('median', () => {
  const settings = { whole: 2, startup: 2, warmup: 0.25, perSeed: 4 };

  it('waits for whole trials and for a share of each seed', () => {
    const earlier = [
      [1, 2, 3, 4, 5, 6, 7, 8],
      [3, 4, 5, 6, 7, 8, 9, 10],
      [0, 1, 1],
    ];
    const free = -Infinity;
    expect(medianThresholds(earlier, settings)).toEqual([free, 2, 3, 5, free, 7, 8, 9]);
    expect(medianThresholds(earlier, { ...settings, whole: 1 })).toEqual(Array(8).fill(free));
    expect(medianThresholds([], settings)).toEqual([]);
  });
});
