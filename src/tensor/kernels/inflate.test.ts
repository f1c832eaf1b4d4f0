import { constants, deflateRawSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { Generator } from '../../random/index.js';
import { inflate } from './inflate.js';

const rng = new Generator(3);
const samples: Record<string, Uint8Array> = {
  nothing: new Uint8Array(),
  'one byte': Uint8Array.of(7),
  'a long run': new Uint8Array(100_000).fill(9),
  text: new TextEncoder().encode('to be or not to be, that is the question; '.repeat(300)),
  noise: Uint8Array.from({ length: 70_000 }, () => rng.integers(256)),
  'few symbols': Uint8Array.from({ length: 50_000 }, () => rng.integers(3)),
  'far repeats': Uint8Array.from({ length: 90_000 }, (_, i) => (i * i * 31) >> 7),
};

it.each(Object.entries(samples))('unpacks %s, however it was packed', (_, bytes) => {
  for (const level of [0, 1, 6, 9]) {
    for (const strategy of [constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_HUFFMAN_ONLY]) {
      const packed = deflateRawSync(bytes, { level, strategy });
      expect(Buffer.compare(inflate(packed, bytes.length), bytes)).toBe(0);
    }
  }
});

it('refuses what is cut, too long, or damaged', () => {
  const bytes = samples.text!;
  const packed = deflateRawSync(bytes);
  expect(() => inflate(packed.subarray(0, 40), bytes.length)).toThrow('ends too soon');
  expect(() => inflate(packed, bytes.length - 1)).toThrow('more than');
  expect(() => inflate(packed, bytes.length + 1)).toThrow('not 12601');
  expect(() => inflate(Uint8Array.of(7), 0)).toThrow('no known kind');
  for (let i = 0; i < 300; i++) {
    const damaged = Uint8Array.from(packed);
    damaged[rng.integers(damaged.length)]! ^= 1 << rng.integers(8);
    try {
      expect(inflate(damaged, bytes.length)).toHaveLength(bytes.length);
    } catch (error) {
      expect(String(error)).toContain('inflate: ');
    }
  }
});
