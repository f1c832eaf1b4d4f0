import { expect, it } from 'vitest';
import { buffer } from './create.js';
import { reserveBytes, scaleBytes } from './scale-bytes.js';

it('scales every byte as JavaScript does, by the kernel and without it', () => {
  const count = 1000;
  const bytes = Uint8Array.from({ length: count + 5 }, (_, i) => i * 7);
  reserveBytes(count);
  for (const scale of [1, 1 / 255]) {
    const inEngine = buffer([count + 2]);
    const outside = new Float32Array(count + 2);
    scaleBytes(bytes, 3, count, scale, inEngine.data as Float32Array, 2);
    scaleBytes(bytes, 3, count, scale, outside, 2);
    const expected = Float32Array.from(outside, (_, i) => (i < 2 ? 0 : bytes[i + 1]! * scale));
    expect(outside).toEqual(expected);
    expect(inEngine.toArray()).toEqual(expected);
  }
});
