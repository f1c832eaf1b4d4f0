import { expect, it } from 'vitest';
import { formatScore } from './score.js';

it.each([
  [0.68, 0.466, 0.7, '0.680 ± 0.466'],
  [0.69996, 0.4, 0.7, '0.69996 ± 0.40000'],
  [474.97, 12.34, 475, '474.97 ± 12.34'],
  [475.04, 12.34, 475, '475.0 ± 12.3'],
  [500, 0, 475, '500.0 ± 0.0'],
  [-110.02, 8.5, -110, '-110.02 ± 8.50'],
  [0, 0, undefined, '0.0 ± 0.0'],
  [1e-9, 0, undefined, '0.000000 ± 0.000000'],
  [-1234.56, 3, undefined, '-1234.6 ± 3.0'],
])('tells %d ± %d from the threshold %s', (mean, std, threshold, text) => {
  expect(formatScore({ mean, std }, threshold)).toBe(text);
});
