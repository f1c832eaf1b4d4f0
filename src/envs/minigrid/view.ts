// What the agent sees: a square of cells before it, turned so that it looks up, without what walls and doors hide.
import {
  CLOSED,
  colourOf,
  DOOR,
  DX,
  DY,
  EMPTY,
  GREY,
  NOTHING,
  stateOf,
  typeOf,
  UNSEEN,
  WALL,
} from './objects.js';
import type { World } from './world.js';

/** Cells along each side of the usual view. */
export const VIEW_SIZE = 7;

/**
 * The view as size x size x 3 bytes (type, colour, state), column by column. The agent stands in the middle of the last
 * row; its cell shows what it carries. Beyond the grid are grey walls; cells out of sight are 0, 0, 0.
 *
 * @param size cells along each side, odd.
 * @param seen is filled with 1 for each cell in sight and 0 for others, column by column.
 * @param image is filled with the view.
 */
export function look(
  world: World,
  size: number,
  seen: Uint8Array,
  image: Uint8Array = new Uint8Array(3 * size * size),
): Uint8Array {
  const { cells, width, height } = world;
  const dx = DX[world.direction]!;
  const dy = DY[world.direction]!;
  const last = size - 1;
  const half = last >> 1;
  let to = 0;
  for (let i = 0; i < size; i++) {
    // The cell at (i, 0), far ahead; each further row comes nearer. To the right of the agent is (-dy, dx).
    let x = world.x + dx * last - dy * (i - half);
    let y = world.y + dy * last + dx * (i - half);
    for (let j = 0; j < size; j++) {
      if (x >= 0 && y >= 0 && x < width && y < height) {
        const at = 3 * (x * height + y);
        image[to] = cells[at]!;
        image[to + 1] = cells[at + 1]!;
        image[to + 2] = cells[at + 2]!;
      } else {
        image[to] = WALL;
        image[to + 1] = GREY;
        image[to + 2] = 0;
      }
      to += 3;
      x -= dx;
      y -= dy;
    }
  }
  if (world.seeThroughWalls) seen.fill(1);
  else hide(image, size, seen);
  const own = 3 * (half * size + last);
  const { carrying } = world;
  image[own] = carrying === NOTHING ? EMPTY : typeOf(carrying);
  image[own + 1] = colourOf(carrying);
  image[own + 2] = stateOf(carrying);
  return image;
}

/** Light spreads from the agent row by row ahead, to both sides along each row and from there one row on. */
function hide(image: Uint8Array, size: number, seen: Uint8Array): void {
  seen.fill(0);
  const last = size - 1;
  seen[(last >> 1) * size + last] = 1;
  for (let j = last; j >= 0; j--) {
    for (let i = 0; i < last; i++) spread(image, size, seen, i, j, 1);
    for (let i = last; i > 0; i--) spread(image, size, seen, i, j, -1);
  }
  for (let at = 0, to = 0; at < seen.length; at++, to += 3) {
    if (seen[at] === 1) continue;
    image[to] = UNSEEN;
    image[to + 1] = 0;
    image[to + 2] = 0;
  }
}

function spread(image: Uint8Array, size: number, seen: Uint8Array, i: number, j: number, side: 1 | -1): void {
  const at = i * size + j;
  if (seen[at] === 0) return;
  const type = image[3 * at];
  if (type === WALL || (type === DOOR && image[3 * at + 2]! >= CLOSED)) return;
  const beside = at + side * size;
  seen[beside] = 1;
  if (j === 0) return;
  seen[beside - 1] = 1;
  seen[at - 1] = 1;
}

/** Where in the grid the cell (i, j) of the view lies. */
export function placeOf({ x, y, direction }: World, size: number, i: number, j: number): [number, number] {
  const dx = DX[direction]!;
  const dy = DY[direction]!;
  const ahead = size - 1 - j;
  const right = i - ((size - 1) >> 1);
  return [x + dx * ahead - dy * right, y + dy * ahead + dx * right];
}

/** Calls back with every cell of the grid that is in sight. */
export function forEachSeen(world: World, size: number, visit: (x: number, y: number) => void): void {
  const seen = new Uint8Array(size * size);
  look(world, size, seen);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const [x, y] = placeOf(world, size, i, j);
      if (seen[i * size + j] === 1 && world.isInside(x, y)) visit(x, y);
    }
  }
}
