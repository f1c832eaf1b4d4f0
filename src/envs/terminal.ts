// Turns a drawing into characters for a terminal: the environment's own text, or its shapes traced in braille dots.
import type { Drawing, Image, Line, Shape, Text } from './drawing.js';

/** A braille character holds 2 x 4 dots; these are their bits, by row and column. */
const DOTS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
];
/** Colours nearer than this to the background, of 0 … 255, leave no dot. */
const CONTRAST = 60;

/**
 * The picture in lines of characters.
 *
 * @param columns width in characters of a traced drawing (default 60).
 */
export function toText(drawing: Drawing, { columns = 60 }: { columns?: number } = {}): string {
  if (drawing.text !== undefined) return drawing.text;
  const { width, height, shapes } = drawing;
  // A dot is as wide as high, since a character is about twice as high as wide.
  const dot = width / (2 * columns);
  const rows = Math.ceil(height / dot / 4);
  const paper = brightness(drawing.background);
  const visible = shapes.filter((shape) => shape.kind !== 'text').map((shape) => ink(shape, dot));
  const lines = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => {
      let bits = 0;
      for (let r = 0; r < 4; r++) {
        for (let c = 0; c < 2; c++) {
          const x = (2 * column + c + 0.5) * dot;
          const y = (4 * row + r + 0.5) * dot;
          if (Math.abs(shadeAt(visible, x, y, paper) - paper) > CONTRAST) bits |= DOTS[r]![c]!;
        }
      }
      return bits === 0 ? ' ' : String.fromCharCode(0x2800 + bits);
    }),
  );
  for (const shape of shapes) if (shape.kind === 'text') write(lines, shape, dot);
  return lines.map((line) => line.join('').trimEnd()).join('\n');
}

/** The brightness of the topmost shape at a point. */
function shadeAt(inks: Ink[], x: number, y: number, paper: number): number {
  for (let i = inks.length - 1; i >= 0; i--) {
    const shade = inks[i]!(x, y);
    if (shade !== undefined) return shade;
  }
  return paper;
}

type Ink = (x: number, y: number) => number | undefined;

/** The brightness of a shape at a point; undefined outside it. */
function ink(shape: Exclude<Shape, Text>, dot: number): Ink {
  if (shape.kind === 'image') return (x, y) => pixelAt(shape, x, y);
  if (shape.kind === 'line') {
    const shade = brightness(shape.stroke);
    const reach = Math.max((shape.strokeWidth ?? 1) / 2, dot * 0.6);
    return (x, y) => (distanceToLine(shape, x, y) <= reach ? shade : undefined);
  }
  const inside = shape.fill === undefined ? undefined : brightness(shape.fill);
  const outline = shape.stroke === undefined ? undefined : brightness(shape.stroke);
  const reach = Math.max((shape.strokeWidth ?? 1) / 2, dot * 0.6);
  const depth = depthIn(shape);
  return (x, y) => {
    const d = depth(x, y);
    if (outline !== undefined && Math.abs(d) <= reach) return outline;
    return d >= 0 ? inside : undefined;
  };
}

/** The brightness of the pixel at a point. */
function pixelAt({ x, y, width, height, columns, rows, pixels }: Image, atX: number, atY: number) {
  const column = Math.floor(((atX - x) / width) * columns);
  const row = Math.floor(((atY - y) / height) * rows);
  if (column < 0 || column >= columns || row < 0 || row >= rows) return undefined;
  const at = 3 * (row * columns + column);
  return luma(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!);
}

/** Distance of a point to the edge of a shape: positive inside, negative outside. */
function depthIn(shape: Exclude<Shape, Text | Line | Image>): (x: number, y: number) => number {
  switch (shape.kind) {
    case 'circle':
      return (x, y) => shape.radius - Math.sqrt((x - shape.x) ** 2 + (y - shape.y) ** 2);
    case 'rect':
      return (x, y) =>
        Math.min(x - shape.x, shape.x + shape.width - x, y - shape.y, shape.y + shape.height - y);
    case 'polygon': {
      const edges = shape.points.map(([x1, y1], i) => {
        const [x2, y2] = shape.points[(i + 1) % shape.points.length]!;
        return { x1, y1, x2, y2 };
      });
      return (x, y) => {
        const crossings = edges.filter(
          ({ x1, y1, x2, y2 }) => y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1,
        ).length;
        const distance = Math.min(...edges.map((edge) => distanceToLine(edge, x, y)));
        return crossings % 2 === 1 ? distance : -distance;
      };
    }
  }
}

function distanceToLine(
  { x1, y1, x2, y2 }: Pick<Line, 'x1' | 'y1' | 'x2' | 'y2'>,
  x: number,
  y: number,
): number {
  const dx = x2 - x1;
  const dy = y2 - y1;
  const along = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1);
  const t = Math.max(0, Math.min(1, along));
  return Math.sqrt((x - x1 - t * dx) ** 2 + (y - y1 - t * dy) ** 2);
}

/** Puts the characters of a text over the dots. */
function write(lines: string[][], { x, y, text, anchor = 'middle' }: Text, dot: number): void {
  const line = lines[Math.floor(y / dot / 4)];
  if (!line) return;
  const shift = { start: 0, middle: text.length / 2, end: text.length }[anchor];
  const first = Math.round(x / dot / 2 - shift);
  [...text].forEach((character, i) => {
    if (first + i >= 0 && first + i < line.length) line[first + i] = character;
  });
}

/** Luma of a `#rrggbb` colour, 0 … 255; other notations count as black. */
function brightness(colour: string): number {
  const value = Number.parseInt(/^#[0-9a-f]{6}$/i.test(colour) ? colour.slice(1) : '000000', 16);
  return luma(value >> 16, (value >> 8) & 0xff, value & 0xff);
}

function luma(red: number, green: number, blue: number): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}
