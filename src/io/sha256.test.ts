import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { sha256 } from './sha256.js';

it('equals that of Node at every length around a block', () => {
  for (const length of [0, 1, 3, 55, 56, 57, 63, 64, 65, 119, 120, 1000]) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 151 + length) & 255);
    expect(sha256(bytes), String(length)).toBe(createHash('sha256').update(bytes).digest('hex'));
  }
});
