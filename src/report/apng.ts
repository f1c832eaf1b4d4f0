// Animated PNGs: every colour as it is, and of each frame only the rectangle that changed.
import { deflateSync } from 'node:zlib';
import { PNG_SIGNATURE, pngChunk, pngHeader } from '../envs/png.js';
import type { GifOptions } from './gif.js';
import type { Raster } from './rasterize.js';

const MS_PER_SECOND = 1000;

interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * @param frames All of the same size, opaque.
 * @returns the file, which repeats for ever. Source: PNG specification, third edition.
 */
export function encodeApng(
  frames: readonly Raster[],
  { delay = 40, lastDelay = 1000 }: GifOptions = {},
): Uint8Array {
  const { width, height } = frames[0]!;
  const parts = [
    Uint8Array.from(PNG_SIGNATURE),
    pngHeader(width, height),
    pngChunk('acTL', Uint8Array.of(...uint32(frames.length), ...uint32(0))),
  ];
  // Control chunks and the frames after the first are numbered in one sequence.
  let sequence = 0;
  frames.forEach((frame, i) => {
    const area = i === 0 ? { x: 0, y: 0, width, height } : changedArea(frames[i - 1]!, frame);
    const shown = Math.round(i === frames.length - 1 ? lastDelay : delay);
    parts.push(pngChunk('fcTL', control(sequence++, area, shown)));
    const pixels = deflateSync(scanlines(frame, area));
    if (i === 0) parts.push(pngChunk('IDAT', pixels));
    else parts.push(pngChunk('fdAT', Buffer.concat([Uint8Array.from(uint32(sequence++)), pixels])));
  });
  parts.push(pngChunk('IEND', new Uint8Array(0)));
  return new Uint8Array(Buffer.concat(parts));
}

/** The frame stays (dispose 0) and replaces what was in its area (blend 0). */
function control(sequence: number, { x, y, width, height }: Area, delay: number): Uint8Array {
  const numbers = [sequence, width, height, x, y].flatMap(uint32);
  return Uint8Array.of(...numbers, ...uint16(delay), ...uint16(MS_PER_SECOND), 0, 0);
}

/** The smallest rectangle around what differs; one pixel where nothing does. */
function changedArea(before: Raster, after: Raster): Area {
  const { width, height } = after;
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 4 * (y * width + x);
      if (
        before.pixels[at] === after.pixels[at] &&
        before.pixels[at + 1] === after.pixels[at + 1] &&
        before.pixels[at + 2] === after.pixels[at + 2]
      ) {
        continue;
      }
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  if (right < 0) return { x: 0, y: 0, width: 1, height: 1 };
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** Rows of an area without transparency, each begun by the number of its filter: 0, the bytes themselves. */
function scanlines({ pixels, width: stride }: Raster, { x, y, width, height }: Area): Uint8Array {
  const out = new Uint8Array(height * (3 * width + 1));
  let at = 0;
  for (let row = y; row < y + height; row++) {
    at++;
    for (let column = x; column < x + width; column++) {
      const from = 4 * (row * stride + column);
      out[at++] = pixels[from]!;
      out[at++] = pixels[from + 1]!;
      out[at++] = pixels[from + 2]!;
    }
  }
  return out;
}

function uint32(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

function uint16(value: number): number[] {
  const most = Math.min(value, 65535);
  return [most >> 8, most & 255];
}
