import { inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { deflate } from './deflate.js';
import { deflate as deflateInNode } from './deflate-node.js';

it.each([
  ['everywhere', deflate],
  ['in Node', deflateInNode],
])('packs %s what zlib unpacks', (_, pack) => {
  for (const bytes of [[], [7], Array.from({ length: 5000 }, (_, i) => (i * i) % 251)]) {
    const packed = pack(Uint8Array.from(bytes));
    expect(packed.constructor).toBe(Uint8Array);
    expect([...inflateSync(packed)]).toEqual(bytes);
  }
});
