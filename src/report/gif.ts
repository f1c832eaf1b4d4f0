// Animated GIFs of drawings: one palette for all frames, and of each frame only the pixels that changed.
import { createRequire } from 'node:module';
import type { Raster } from './rasterize.js';

type Color = [number, number, number];

/** The parts of gifenc that are used; it brings no types, and Node cannot import its names. */
interface Gifenc {
  GIFEncoder(): {
    writeFrame(
      index: Uint8Array,
      width: number,
      height: number,
      options: {
        palette?: Color[];
        delay: number;
        transparent: boolean;
        transparentIndex: number;
        dispose: number;
        repeat: number;
      },
    ): void;
    finish(): void;
    bytes(): Uint8Array;
  };
  quantize(rgba: Uint8Array, maxColors: number): Color[];
}
/** Loaded by the first GIF, and only then. */
const gifenc = (): Gifenc => createRequire(import.meta.url)('gifenc');

/** Palette entries besides the one that means "as before". */
const COLORS = 255;
const TRANSPARENT = COLORS;
/** Colours that cover more than this share of the pixels are kept exactly. */
const COMMON_SHARE = 1 / 1000;
const PALETTE_FRAMES = 8;

export interface GifOptions {
  /** Milliseconds each frame is shown; GIF rounds to 10. */
  delay?: number;
  /** Milliseconds the last frame stays before the loop begins again. */
  lastDelay?: number;
}

/** @param frames All of the same size, opaque. */
export function encodeGif(
  frames: readonly Raster[],
  { delay = 40, lastDelay = 1000 }: GifOptions = {},
): Uint8Array {
  const { width, height } = frames[0]!;
  const palette = choosePalette(frames);
  const nearest = nearestIn(palette);
  // The last entry stands for "as before"; it needs a colour nobody sees.
  const table = [...palette];
  while (table.length <= TRANSPARENT) table.push([0, 0, 0]);
  const encoder = gifenc().GIFEncoder();
  const index = new Uint8Array(width * height);
  let previous: Uint32Array | undefined;
  frames.forEach((frame, i) => {
    const pixels = asColors(frame);
    for (let p = 0; p < pixels.length; p++) {
      index[p] = previous !== undefined && previous[p] === pixels[p] ? TRANSPARENT : nearest(pixels[p]!);
    }
    encoder.writeFrame(index, width, height, {
      palette: i === 0 ? table : undefined,
      delay: i === frames.length - 1 ? lastDelay : delay,
      transparent: i > 0,
      transparentIndex: TRANSPARENT,
      dispose: 1,
      repeat: 0,
    });
    previous = pixels;
  });
  encoder.finish();
  return encoder.bytes();
}

/** One 32-bit number per pixel: red in the low byte. */
function asColors({ pixels }: Raster): Uint32Array {
  if (pixels.byteOffset % 4 === 0)
    return new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4);
  return new Uint32Array(pixels.slice().buffer);
}

/** Common colours as they are, so that flat areas stay true; the rest (edges, gradients) quantised. */
function choosePalette(frames: readonly Raster[]): Color[] {
  const stride = Math.max(1, Math.floor(frames.length / PALETTE_FRAMES));
  const counts = new Map<number, number>();
  let total = 0;
  for (let i = 0; i < frames.length; i += stride) {
    for (const color of asColors(frames[i]!)) counts.set(color, (counts.get(color) ?? 0) + 1);
    total += frames[i]!.width * frames[i]!.height;
  }
  const byCount = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  if (byCount.length <= COLORS) return byCount.map(([color]) => split(color));
  const common = byCount.filter(([, count]) => count > total * COMMON_SHARE).slice(0, COLORS / 2);
  const rest = Uint32Array.from(byCount.slice(common.length), ([color]) => color);
  const quantised = gifenc().quantize(new Uint8Array(rest.buffer), COLORS - common.length);
  return [...common.map(([color]) => split(color)), ...quantised];
}

function split(color: number): Color {
  return [color & 255, (color >> 8) & 255, (color >> 16) & 255];
}

/** Index of the closest palette colour; every colour is searched for once. */
function nearestIn(palette: readonly Color[]): (color: number) => number {
  const known = new Map<number, number>();
  let lastColor = -1;
  let lastIndex = 0;
  return (color) => {
    if (color === lastColor) return lastIndex;
    let found = known.get(color);
    if (found === undefined) {
      const [r, g, b] = split(color);
      let best = Infinity;
      found = 0;
      for (let i = 0; i < palette.length; i++) {
        const [pr, pg, pb] = palette[i]!;
        const distance = (r - pr) ** 2 + (g - pg) ** 2 + (b - pb) ** 2;
        if (distance < best) {
          best = distance;
          found = i;
        }
      }
      known.set(color, found);
    }
    lastColor = color;
    lastIndex = found;
    return found;
  };
}
