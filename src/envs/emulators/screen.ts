// The picture of a console: 32-bit pixels to RGB bytes, and a drawing of them.
import type { Drawing } from '../drawing.js';

/**
 * Four pixels become three words: a quarter of the writes that bytes would take, in every frame.
 *
 * @param pixels red in the low byte, then green and blue
 * @param count how many, a multiple of 4
 */
export function toRgb(pixels: Uint32Array, count: number): Uint8Array {
  // Signed numbers: the larger half of unsigned ones would be floating-point numbers to the engine.
  const from = new Int32Array(pixels.buffer, pixels.byteOffset, count);
  const words = new Int32Array((3 * count) / 4);
  for (let i = 0, at = 0; i < count; i += 4, at += 3) {
    const [second, third] = [from[i + 1]!, from[i + 2]!];
    words[at] = (from[i]! & 0xffffff) | (second << 24);
    words[at + 1] = ((second >> 8) & 0xffff) | (third << 16);
    words[at + 2] = ((third >> 16) & 0xff) | (from[i + 3]! << 8);
  }
  return new Uint8Array(words.buffer);
}

/** The screen at a size in pixels of the drawing; its most frequent colour stands behind it, for terminals. */
export function drawScreen(
  pixels: Uint8Array,
  columns: number,
  size: { width: number; height: number },
): Drawing {
  const rows = pixels.length / 3 / columns;
  const counts = new Map<number, number>();
  for (let at = 0; at < pixels.length; at += 3) {
    const colour = (pixels[at]! << 16) | (pixels[at + 1]! << 8) | pixels[at + 2]!;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const [common] = [...counts].reduce((most, entry) => (entry[1] > most[1] ? entry : most));
  return {
    ...size,
    background: `#${common.toString(16).padStart(6, '0')}`,
    shapes: [{ kind: 'image', x: 0, y: 0, ...size, columns, rows, pixels }],
  };
}
