// The world as RGB pixels, dot for dot as MiniGrid paints it: shapes sampled three times as fine, then averaged.
import { NOTHING, type Thing } from './objects.js';
import { agentShape, HIGHLIGHT, RULE, RULE_COLOUR, shapesOf, type UnitShape } from './shapes.js';

/** Samples a pixel is the mean of, along each side. */
const FINE = 3;

/** Tiles that were painted before, by size, thing, direction and light. */
const painted = new Map<string, Uint8Array>();

/**
 * One cell as size x size x 3 bytes, row by row.
 *
 * @param direction of the agent in it, or -1.
 * @param isSeen lit up.
 */
export function tile(size: number, it: Thing, direction: number, isSeen: boolean): Uint8Array {
  const key = `${size} ${it} ${direction} ${isSeen}`;
  let pixels = painted.get(key);
  if (!pixels) {
    pixels = paint(size, it, direction, isSeen);
    painted.set(key, pixels);
  }
  return pixels;
}

function paint(size: number, it: Thing, direction: number, isSeen: boolean): Uint8Array {
  const fine = FINE * size;
  const inks: Ink[] = [{ covers: (x, y) => x <= RULE || y <= RULE, rgb: rgbOf(RULE_COLOUR) }];
  if (it !== NOTHING) inks.push(...shapesOf(it).map(inkOf));
  if (direction >= 0) inks.push(inkOf(agentShape(direction)));
  const samples = new Uint8Array(3 * fine * fine);
  for (let row = 0; row < fine; row++) {
    for (let column = 0; column < fine; column++) {
      const x = (column + 0.5) / fine;
      const y = (row + 0.5) / fine;
      const rgb = inks.findLast(({ covers }) => covers(x, y))?.rgb;
      if (rgb) samples.set(rgb, 3 * (row * fine + column));
    }
  }
  if (isSeen) for (let i = 0; i < samples.length; i++) samples[i] = lit(samples[i]!);
  return shrink(samples, size);
}

const lit = (value: number) => value + HIGHLIGHT * (255 - value);

/** Means of FINE x FINE samples, along rows first, cut to whole numbers. */
function shrink(samples: Uint8Array, size: number): Uint8Array {
  const pixels = new Uint8Array(3 * size * size);
  const mean = (at: number, step: number, value: (at: number) => number) => {
    let sum = 0;
    for (let k = 0; k < FINE; k++) sum += value(at + k * step);
    return sum / FINE;
  };
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      for (let channel = 0; channel < 3; channel++) {
        const from = 3 * (FINE * row * FINE * size + FINE * column) + channel;
        const along = (at: number) => mean(at, 3, (each) => samples[each]!);
        pixels[3 * (row * size + column) + channel] = mean(from, 3 * FINE * size, along);
      }
    }
  }
  return pixels;
}

interface Ink {
  covers(x: number, y: number): boolean;
  rgb: readonly number[];
}

const rgbOf = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

function inkOf(shape: UnitShape): Ink {
  return { covers: coverOf(shape), rgb: rgbOf(shape.kind === 'line' ? shape.stroke : shape.fill!) };
}

function coverOf(shape: UnitShape): Ink['covers'] {
  switch (shape.kind) {
    case 'rect': {
      const { x: x1, y: y1, width, height } = shape;
      return (x, y) => x >= x1 && x <= x1 + width && y >= y1 && y <= y1 + height;
    }
    case 'circle':
      return (x, y) => (x - shape.x) ** 2 + (y - shape.y) ** 2 <= shape.radius ** 2;
    case 'line': {
      // A band on both sides, cut to the box around its ends, that much wider.
      const { x1, y1, x2, y2, strokeWidth = 0 } = shape;
      const reach = strokeWidth / 2;
      const [dx, dy] = [x2 - x1, y2 - y1];
      const length = Math.sqrt(dx * dx + dy * dy);
      return (x, y) =>
        x >= Math.min(x1, x2) - reach &&
        x <= Math.max(x1, x2) + reach &&
        y >= Math.min(y1, y2) - reach &&
        y <= Math.max(y1, y2) + reach &&
        Math.abs((x - x1) * dy - (y - y1) * dx) / length <= reach;
    }
    case 'polygon': {
      const corners = shape.points;
      return (x, y) =>
        corners.every(([x1, y1], i) => {
          const [x2, y2] = corners[(i + 1) % corners.length]!;
          return (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) >= 0;
        });
    }
  }
}
