// The world, or what the agent sees of it, put together from painted tiles: RGB bytes, row by row from the top.
import { NOTHING, type Thing, thing } from './objects.js';
import { tile } from './tiles.js';
import { forEachSeen, look } from './view.js';
import type { World } from './world.js';

/** Looks up, as the agent does in its own view. */
const UP = 3;

/** The whole grid, [height * tileSize, width * tileSize, 3], with the agent; cells in sight are lit up. */
export function paintWorld(world: World, viewSize: number, tileSize: number): Uint8Array {
  const { width, height } = world;
  const seen = new Uint8Array(width * height);
  forEachSeen(world, viewSize, (x, y) => {
    seen[x * height + y] = 1;
  });
  return paint(width, height, tileSize, (x, y) => {
    const direction = x === world.x && y === world.y ? world.direction : -1;
    return tile(tileSize, world.thingAt(x, y), direction, seen[x * height + y] === 1);
  });
}

/** What the agent sees, [viewSize * tileSize, viewSize * tileSize, 3]; what it carries lies under it. */
export function paintView(world: World, viewSize: number, tileSize: number): Uint8Array {
  const seen = new Uint8Array(viewSize * viewSize);
  const image = look(world, viewSize, seen);
  return paint(viewSize, viewSize, tileSize, (x, y) => {
    const at = x * viewSize + y;
    const isSeen = seen[at] === 1;
    const it: Thing = isSeen ? thing(image[3 * at]!, image[3 * at + 1]!, image[3 * at + 2]!) : NOTHING;
    const isAgent = x === viewSize >> 1 && y === viewSize - 1;
    return tile(tileSize, it, isAgent ? UP : -1, isSeen);
  });
}

function paint(
  width: number,
  height: number,
  size: number,
  tileAt: (x: number, y: number) => Uint8Array,
): Uint8Array {
  const stride = 3 * width * size;
  const pixels = new Uint8Array(stride * height * size);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const cell = tileAt(x, y);
      for (let row = 0; row < size; row++) {
        const line = cell.subarray(3 * size * row, 3 * size * (row + 1));
        pixels.set(line, (y * size + row) * stride + 3 * size * x);
      }
    }
  }
  return pixels;
}
