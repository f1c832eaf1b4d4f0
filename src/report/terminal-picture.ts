// A drawing in colour for a terminal: half blocks, two pixels a character, of 24-bit or 256 colours.
import { type Drawing, toSvg, toText } from '../envs/index.js';
import { svgToPixels } from './rasterize.js';

export interface TerminalPictureOptions {
  /** Room in characters. */
  columns: number;
  rows: number;
  /** Bits of a colour, as `stream.getColorDepth()` tells: from 24 on exact colours, from 8 on 256 of them, else characters. */
  depth: number;
}

const ESC = '\u001b[';
const RESET = `${ESC}0m`;
/** Levels of the colour cube of 256-colour terminals. */
const LEVELS = [0, 95, 135, 175, 215, 255];

/**
 * The picture in lines of text that fill the room as well as its shape allows: coloured half blocks, or where the
 * terminal has no colours, what `toText` makes of it.
 *
 * @example process.stdout.write(terminalPicture(env.render()!, { columns: 80, rows: 24, depth: 24 }).join('\n'));
 */
export function terminalPicture(
  drawing: Drawing,
  { columns, rows, depth }: TerminalPictureOptions,
): string[] {
  // A character is about twice as high as wide.
  const fitting = Math.floor((rows * 2 * drawing.width) / drawing.height);
  const width = Math.max(8, Math.min(columns, fitting));
  if (depth < 8) return toText(drawing, { columns: width }).split('\n');
  const picture = svgToPixels(toSvg(drawing), { width });
  const paint = depth >= 24 ? exact : nearest256;
  const lines: string[] = [];
  for (let y = 0; y < picture.height; y += 2) lines.push(blockLine(picture, y, paint));
  return lines;
}

type Paint = (layer: number, red: number, green: number, blue: number) => string;

/** Rows y and y + 1 of the pixels in one line; colours are told where they change. */
function blockLine(
  { width, height, pixels }: { width: number; height: number; pixels: Uint8Array },
  y: number,
  paint: Paint,
): string {
  const colour = (layer: number, x: number, row: number) => {
    const at = 4 * (row * width + x);
    return paint(layer, pixels[at]!, pixels[at + 1]!, pixels[at + 2]!);
  };
  let line = '';
  let upper = '';
  let lower = '';
  for (let x = 0; x < width; x++) {
    const top = colour(38, x, y);
    // The last row of an odd number of them has the terminal's own colour below it.
    const bottom = y + 1 < height ? colour(48, x, y + 1) : `${ESC}49m`;
    if (top !== upper) line += top;
    if (bottom !== lower) line += bottom;
    upper = top;
    lower = bottom;
    line += '▀';
  }
  return line + RESET;
}

const exact: Paint = (layer, red, green, blue) => `${ESC}${layer};2;${red};${green};${blue}m`;

const nearest256: Paint = (layer, ...rgb) => {
  const [r, g, b] = rgb.map(nearestLevel) as [number, number, number];
  return `${ESC}${layer};5;${16 + 36 * r + 6 * g + b}m`;
};

function nearestLevel(value: number): number {
  let best = 0;
  for (let i = 1; i < LEVELS.length; i++) {
    if (Math.abs(LEVELS[i]! - value) < Math.abs(LEVELS[best]! - value)) best = i;
  }
  return best;
}
