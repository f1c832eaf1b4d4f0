// The picture of a world: the grid with what the agent sees lit up, the mission below; and the same in characters.
import type { CellBox, Drawing, Shape } from '../drawing.js';
import {
  BALL,
  BOX,
  colourOf,
  DOOR,
  FLOOR,
  GOAL,
  KEY,
  LAVA,
  NOTHING,
  nameOf,
  stateOf,
  type Thing,
  typeOf,
  WALL,
} from './objects.js';
import { agentShape, HIGHLIGHT, RULE, RULE_COLOUR, shapesOf, type UnitShape } from './shapes.js';
import { forEachSeen, placeOf } from './view.js';
import type { World } from './world.js';

/** Height in pixels of the line that tells the mission. */
const CAPTION = 32;

export function draw(world: World, mission: string, viewSize: number): Drawing {
  const { width, height } = world;
  const side = sideOf(world);
  const shapes: Shape[] = [];
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      shapes.push(...rules(x * side, y * side, side));
      for (const shape of shapesOf(world.thingAt(x, y))) shapes.push(scaled(shape, x, y, side));
    }
  }
  if (world.isInside(world.x, world.y)) {
    shapes.push(scaled(agentShape(world.direction), world.x, world.y, side));
    forEachSeen(world, viewSize, (x, y) => {
      const fill = `rgba(255,255,255,${HIGHLIGHT})`;
      shapes.push({ kind: 'rect', x: x * side, y: y * side, width: side, height: side, fill });
    });
  }
  const [w, h] = [width * side, height * side];
  shapes.push({ kind: 'rect', x: 0, y: h, width: w, height: CAPTION, fill: '#ffffff' });
  const size = Math.min(16, (1.7 * w) / Math.max(1, mission.length));
  shapes.push({ kind: 'text', x: w / 2, y: h + CAPTION / 2, text: mission, size, fill: '#000000' });
  return { width: w, height: h + CAPTION, background: '#000000', shapes, text: characters(world, mission) };
}

/** Small grids get large cells: pictures are some 400 pixels wide. */
function sideOf({ width, height }: World): number {
  return Math.max(24, Math.round(400 / Math.max(width, height)));
}

/** Where the cells of a view lie in the picture, column by column; null outside of the grid. */
export function viewBoxes(world: World, viewSize: number): (CellBox | null)[] {
  return Array.from({ length: viewSize ** 2 }, (_, k) => {
    const [x, y] = placeOf(world, viewSize, Math.floor(k / viewSize), k % viewSize);
    return world.isInside(x, y) ? boxOf(world, x, y) : null;
  });
}

/** The same of all cells of the grid. */
export function gridBoxes(world: World): CellBox[] {
  const { width, height } = world;
  return Array.from({ length: width * height }, (_, k) => boxOf(world, Math.floor(k / height), k % height));
}

function boxOf(world: World, x: number, y: number): CellBox {
  const side = sideOf(world);
  return { x: x * side, y: y * side, width: side, height: side };
}

/** The light lines at the left and at the top of a cell. */
function rules(x: number, y: number, side: number): Shape[] {
  const thin = RULE * side;
  return [
    { kind: 'rect', x, y, width: thin, height: side, fill: RULE_COLOUR },
    { kind: 'rect', x, y, width: side, height: thin, fill: RULE_COLOUR },
  ];
}

function scaled(shape: UnitShape, column: number, row: number, side: number): Shape {
  const x = (at: number) => (column + at) * side;
  const y = (at: number) => (row + at) * side;
  switch (shape.kind) {
    case 'rect': {
      const size = { width: shape.width * side, height: shape.height * side };
      return { ...shape, x: x(shape.x), y: y(shape.y), ...size };
    }
    case 'circle':
      return { ...shape, x: x(shape.x), y: y(shape.y), radius: shape.radius * side };
    case 'line': {
      const ends = { x1: x(shape.x1), y1: y(shape.y1), x2: x(shape.x2), y2: y(shape.y2) };
      return { ...shape, ...ends, strokeWidth: (shape.strokeWidth ?? 1) * side, round: true };
    }
    case 'polygon':
      return { ...shape, points: shape.points.map(([px, py]) => [x(px), y(py)] as const) };
  }
}

const ARROWS = ['> ', 'v ', '< ', '^ '];
const SYMBOLS: Readonly<Record<number, string>> = { [WALL]: '██', [GOAL]: '::', [LAVA]: '≈≈', [FLOOR]: '..' };
const LETTERS: Readonly<Record<number, string>> = { [KEY]: 'K', [BALL]: 'O', [BOX]: 'B' };
/** Of doors that are open, closed, locked. */
const DOORS = ['_', 'D', 'L'];
/** Of the colours by their codes; e stands for grey. */
const COLOUR_LETTERS = 'rgbpye';

/** The mission, the grid with two characters a cell, and what is carried: `Ky` is a yellow key, `Lr` a locked red door. */
function characters(world: World, mission: string): string {
  const rows = Array.from({ length: world.height }, (_, y) =>
    Array.from({ length: world.width }, (_, x) => {
      if (x === world.x && y === world.y) return ARROWS[world.direction];
      return cell(world.thingAt(x, y));
    }).join(''),
  );
  const carried = world.carrying === NOTHING ? 'carries nothing' : `carries a ${nameOf(world.carrying)}`;
  return [mission, ...rows, carried].join('\n');
}

function cell(it: Thing): string {
  const type = typeOf(it);
  const letter = type === DOOR ? DOORS[stateOf(it)] : LETTERS[type];
  if (letter !== undefined) return `${letter}${COLOUR_LETTERS[colourOf(it)]}`;
  return SYMBOLS[type] ?? '  ';
}
