// How things look: shapes in a cell of side 1, from which both vector drawings and exact pixels are made.
import type { Circle, Line, Polygon, Rect } from '../drawing.js';
import {
  BALL,
  BOX,
  CLOSED,
  colourOf,
  DOOR,
  FLOOR,
  GOAL,
  KEY,
  LAVA,
  OPEN,
  stateOf,
  type Thing,
  typeOf,
  WALL,
} from './objects.js';

export type UnitShape = Rect | Circle | Line | Polygon;

/** By the codes of the colours. */
export const COLOURS = ['#ff0000', '#00ff00', '#0000ff', '#7027c3', '#ffff00', '#646464'] as const;
const BLACK = '#000000';
const ORANGE = '#ff8000';

/** How wide the light lines between cells are. */
export const RULE = 0.031;
export const RULE_COLOUR = COLOURS[5];
/** White over the cells in sight. */
export const HIGHLIGHT = 0.3;

const box = (x1: number, x2: number, y1: number, y2: number, fill: string): Rect => ({
  kind: 'rect',
  x: x1,
  y: y1,
  width: x2 - x1,
  height: y2 - y1,
  fill,
});
const square = (from: number, to: number, fill: string) => box(from, to, from, to, fill);
const circle = (x: number, y: number, radius: number, fill: string): Circle => {
  return { kind: 'circle', x, y, radius, fill };
};

/** The shapes of a thing, later ones over earlier ones. */
export function shapesOf(it: Thing): UnitShape[] {
  const colour = COLOURS[colourOf(it)]!;
  switch (typeOf(it)) {
    case WALL:
    case GOAL:
      return [square(0, 1, colour)];
    case FLOOR:
      return [square(RULE, 1, darker(colour, 0.5))];
    case DOOR:
      return door(colour, stateOf(it));
    case KEY:
      return [
        box(0.5, 0.63, 0.31, 0.88, colour),
        box(0.38, 0.5, 0.59, 0.66, colour),
        box(0.38, 0.5, 0.81, 0.88, colour),
        circle(0.56, 0.28, 0.19, colour),
        circle(0.56, 0.28, 0.064, BLACK),
      ];
    case BALL:
      return [circle(0.5, 0.5, 0.31, colour)];
    case BOX:
      return [square(0.12, 0.88, colour), square(0.18, 0.82, BLACK), box(0.16, 0.84, 0.47, 0.53, colour)];
    case LAVA:
      return [square(0, 1, ORANGE), ...waves()];
    default:
      return [];
  }
}

function door(colour: string, state: number): UnitShape[] {
  if (state === OPEN) return [box(0.88, 1, 0, 1, colour), box(0.92, 0.96, 0.04, 0.96, BLACK)];
  if (state === CLOSED) {
    return [
      square(0, 1, colour),
      square(0.04, 0.96, BLACK),
      square(0.08, 0.92, colour),
      square(0.12, 0.88, BLACK),
      circle(0.75, 0.5, 0.08, colour),
    ];
  }
  return [square(0, 1, colour), square(0.06, 0.94, darker(colour, 0.45)), box(0.52, 0.75, 0.5, 0.56, colour)];
}

function waves(): Line[] {
  const xs = [0.1, 0.3, 0.5, 0.7, 0.9];
  return [0, 1, 2].flatMap((i) => {
    const low = 0.3 + 0.2 * i;
    const y = (k: number) => (k % 2 === 0 ? low : low + 0.1);
    return xs.slice(1).map((x2, k) => ({
      kind: 'line' as const,
      ...{ x1: xs[k]!, y1: y(k), x2, y2: y(k + 1), stroke: BLACK, strokeWidth: 0.06 },
    }));
  });
}

/** The agent as a triangle that points to where it looks. */
export function agentShape(direction: number): Polygon {
  const points = [
    [0.12, 0.19],
    [0.87, 0.5],
    [0.12, 0.81],
  ] as const;
  return { kind: 'polygon', points: points.map(([x, y]) => turned(x, y, direction)), fill: COLOURS[0] };
}

/** A point turned about the middle of the cell by quarters of a circle, clockwise on the screen. */
function turned(x: number, y: number, quarters: number): readonly [number, number] {
  if (quarters === 0) return [x, y];
  return turned(1 - y, x, quarters - 1);
}

/** Each channel times `share`, cut to a whole number. */
function darker(colour: string, share: number): string {
  const part = (at: number) => Math.trunc(share * Number.parseInt(colour.slice(at, at + 2), 16));
  return `#${[1, 3, 5].map((at) => part(at).toString(16).padStart(2, '0')).join('')}`;
}
