// RGB pixels as a PNG file, without Node and without waiting.
import { deflate } from '../io/deflate.js';

/** What every PNG file begins with. */
export const PNG_SIGNATURE: readonly number[] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const BITS_PER_SAMPLE = 8;
const RGB = 2;

/** CRC-32 of every byte, as PNG has it: polynomial 0xedb88320. */
const CRC_TABLE = /* @__PURE__ */ Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

/**
 * @param pixels red, green and blue from 0 to 255, row by row from the top: 3 * columns * rows bytes
 * @returns the file. Source: PNG specification, third edition.
 */
export function encodePng(columns: number, rows: number, pixels: Uint8Array): Uint8Array {
  // Every row begins with the number of its filter: 0, the bytes themselves.
  const size = 3 * columns;
  const scanlines = new Uint8Array(rows * (size + 1));
  for (let row = 0; row < rows; row++) {
    scanlines.set(pixels.subarray(row * size, (row + 1) * size), row * (size + 1) + 1);
  }
  return concat([
    Uint8Array.from(PNG_SIGNATURE),
    pngHeader(columns, rows),
    pngChunk('IDAT', deflate(scanlines)),
    pngChunk('IEND', new Uint8Array(0)),
  ]);
}

/** The part that comes first: RGB of 8 bits in so many columns and rows. */
export function pngHeader(columns: number, rows: number): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, columns);
  view.setUint32(4, rows);
  header.set([BITS_PER_SAMPLE, RGB], 8);
  return pngChunk('IHDR', header);
}

/** A part of a PNG file: length, name, data, checksum of name and data. */
export function pngChunk(name: string, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(data.length + 12);
  const view = new DataView(out.buffer);
  view.setUint32(0, data.length);
  out.set(
    [...name].map((letter) => letter.charCodeAt(0)),
    4,
  );
  out.set(data, 8);
  view.setUint32(data.length + 8, crc32(out.subarray(4, data.length + 8)));
  return out;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
