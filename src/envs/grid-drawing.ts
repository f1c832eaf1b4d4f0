// What the drawings of grid environments share: square cells, faces and labels.
import type { Shape } from './drawing.js';

/** Side of a cell in pixels. */
export const CELL = 64;

export function cell(row: number, column: number, fill: string): Shape {
  const inset = 1;
  return {
    kind: 'rect',
    x: column * CELL + inset,
    y: row * CELL + inset,
    width: CELL - 2 * inset,
    height: CELL - 2 * inset,
    radius: 6,
    fill,
  };
}

/** A letter or sign in the middle of a cell. */
export function label(row: number, column: number, text: string, fill: string): Shape {
  const x = (column + 0.5) * CELL;
  const y = (row + 0.5) * CELL;
  return { kind: 'text', x, y, text, size: 24, fill, bold: true };
}

/** The player: a round face that looks in the direction of the last move, given in rows and columns. */
export function player(row: number, column: number, move: readonly [number, number] = [0, 0]): Shape[] {
  const x = (column + 0.5) * CELL;
  const y = (row + 0.5) * CELL;
  const [dy, dx] = move;
  const eye = (side: number): Shape => ({
    kind: 'circle',
    x: x + side * 7 + dx * 5,
    y: y - 3 + dy * 5,
    radius: 3,
    fill: '#ffffff',
  });
  return [
    { kind: 'circle', x, y, radius: 20, fill: '#d98841', stroke: '#27364d', strokeWidth: 2.5 },
    eye(-1),
    eye(1),
  ];
}

/** A goal: a flag on a pole. */
export function flag(row: number, column: number): Shape[] {
  const x = column * CELL + 24;
  const y = row * CELL + 14;
  return [
    { kind: 'line', x1: x, y1: y, x2: x, y2: y + 38, stroke: '#27364d', strokeWidth: 3, round: true },
    {
      kind: 'polygon',
      points: [
        [x, y],
        [x + 22, y + 8],
        [x, y + 17],
      ],
      fill: '#3f9d5c',
    },
  ];
}
