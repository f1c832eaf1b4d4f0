// The ground in pictures: a checker that stays where it is when the camera moves, and fades into the distance.
import type { Shape } from '../drawing.js';
import { type Camera, HEIGHT, type Pixel, type Point, WIDTH } from './camera.js';
import { type Colour, css, mix } from './colours.js';

export const SKY = '#eef2f7';
const LIGHT: Colour = [221, 229, 238];
const DARK: Colour = [201, 212, 224];

/** Planes larger than this, m, have no end, as in the engine; this far round the target there are tiles. */
const ENDLESS = 12;

/** @param at centre of the plane, m; @param size half its width and depth, m */
export function drawFloor(camera: Camera, at: Point, size: readonly [number, number]): Shape[] {
  const isEndless = size[0] > ENDLESS;
  const [width, depth] = isEndless ? [ENDLESS, ENDLESS] : size;
  const tile = isEndless ? 1 : width / 5;
  const [x, y] = isEndless ? evenTile(camera.target, tile) : at;
  const reach = isEndless ? 10 * ENDLESS : 1;
  const shapes = tileShape(camera, [x, y, at[2]], [reach * width, reach * depth], LIGHT);
  for (let i = 0; i < (2 * width) / tile; i++) {
    for (let j = 1 - (i % 2); j < (2 * depth) / tile; j += 2) {
      const centre: Point = [x - width + (i + 0.5) * tile, y - depth + (j + 0.5) * tile, at[2]];
      const far = Math.hypot(centre[0] - camera.target[0], centre[1] - camera.target[1]) / ENDLESS;
      const colour = isEndless ? mix(DARK, LIGHT, Math.min(1, far)) : DARK;
      shapes.push(...tileShape(camera, centre, [tile / 2, tile / 2], colour));
    }
  }
  return shapes;
}

/** The corner of an even tile near a point: whichever it is, the tiles of the world are the same. */
function evenTile([x, y]: Point, tile: number): [number, number] {
  return [2 * tile * Math.round(x / (2 * tile)), 2 * tile * Math.round(y / (2 * tile))];
}

/** Nothing when it is out of the picture. */
function tileShape(
  camera: Camera,
  [x, y, z]: Point,
  [width, depth]: readonly [number, number],
  colour: Colour,
): Shape[] {
  const points = camera.polygon([
    [x - width, y - depth, z],
    [x + width, y - depth, z],
    [x + width, y + depth, z],
    [x - width, y + depth, z],
  ]);
  return isSeen(points) ? [{ kind: 'polygon', points, fill: css(colour) }] : [];
}

function isSeen(points: readonly Pixel[]): boolean {
  const within = (k: 0 | 1, end: number) =>
    points.some((point) => point[k] > 0) && points.some((point) => point[k] < end);
  return points.length > 2 && within(0, WIDTH) && within(1, HEIGHT);
}
