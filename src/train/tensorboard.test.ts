import { expect, it } from 'vitest';
import { crc32c, fileVersionEvent, scalarsEvent } from './tensorboard.js';

const bytes = (text: string) => new TextEncoder().encode(text);

it('computes CRC-32C (check value of RFC 3720)', () => {
  expect(crc32c(bytes('123456789'))).toBe(0xe3069283);
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
});

/** Reads the records of an event file, checking both checksums of each. */
function records(file: Uint8Array): Uint8Array[] {
  const out: Uint8Array[] = [];
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const unmask = (value: number) => {
    const rotated = (value - 0xa282ead8) >>> 0;
    return ((rotated >>> 17) | (rotated << 15)) >>> 0;
  };
  for (let at = 0; at < file.length; ) {
    const length = Number(view.getBigUint64(at, true));
    expect(unmask(view.getUint32(at + 8, true))).toBe(crc32c(file.subarray(at, at + 8)));
    const data = file.subarray(at + 12, at + 12 + length);
    expect(unmask(view.getUint32(at + 12 + length, true))).toBe(crc32c(data));
    out.push(data);
    at += length + 16;
  }
  return out;
}

it('frames the version record', () => {
  const [data] = records(fileVersionEvent(1));
  expect([...data!]).toEqual([0x09, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0x1a, 13, ...bytes('brain.Event:2')]);
});

it('writes steps as varints and scalars as nested messages', () => {
  const [data] = records(scalarsEvent(2, 300, { 'a/b': 1.5, c: -2 }));
  expect([...data!]).toEqual([
    ...[0x09, 0, 0, 0, 0, 0, 0, 0, 0x40],
    ...[0x10, 0xac, 0x02],
    ...[0x2a, 10 + 2 + 8 + 2],
    ...[0x0a, 10, 0x0a, 3, ...bytes('a/b'), 0x15, 0, 0, 0xc0, 0x3f],
    ...[0x0a, 8, 0x0a, 1, ...bytes('c'), 0x15, 0, 0, 0, 0xc0],
  ]);
});

it('holds steps beyond 32 bits', () => {
  const [data] = records(scalarsEvent(0, 2 ** 40, {}));
  expect([...data!].slice(9)).toEqual([0x10, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20, 0x2a, 0]);
});
