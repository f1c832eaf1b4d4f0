import { describe, expect, it } from 'vitest';
import { normalizeL2 } from './returns.js';

describe('returns of A3C', () => {
  it('scales to length 1', () => {
    expect([...normalizeL2(Float64Array.of(3, 0, -4))]).toEqual([0.6, 0, -0.8]);
    expect([...normalizeL2(new Float64Array(2))]).toEqual([0, 0]);
  });
});
