import { expect, it } from 'vitest';
import { formatSummary, interquartileMean, summarise } from './summary.js';

// scipy.stats.trim_mean(values, 0.25), which rliable's aggregate_iqm calls.
it.each([
  [[3], 3],
  [[1, 2, 6], 3],
  [[1, 2, 4, 100], 3],
  [[100, 1, 2, 4, -50], 7 / 3],
  [[9, 1, 8, 2, 7, 3, 6, 4], 5],
  [[0, 1, 2, 3, 4, 5, 6, 7, 8, 90], 4.5],
])('cuts a quarter off either end of %j', (values, mean) => {
  expect(interquartileMean(values)).toBeCloseTo(mean, 12);
});

it('summarises with an interval around the mean', () => {
  const { mean, low, high, iqm } = summarise([490, 500, 500, 500, 300]);
  expect([mean, iqm]).toEqual([458, 1490 / 3]);
  expect(low).toBeLessThan(mean);
  expect(high).toBeGreaterThan(mean);
  expect(formatSummary([0.5, 0.75, 1])).toMatch(/^0\.75 \[0\.50, 1\.00\], interquartile mean 0\.75$/);
});
