// The lidar of BipedalWalker: ten rays from the hull, from straight down to almost straight ahead.
import type { World } from 'planck';
import { SCALE } from './box2d-env.js';

export const RAYS = 10;
const RANGE = 160 / SCALE;

interface Point {
  x: number;
  y: number;
}

/** Where a ray ends of which the given share is free. */
export function rayEnd({ x, y }: Point, ray: number, share = 1): Point {
  const angle = (1.5 * ray) / RAYS;
  return { x: x + Math.sin(angle) * RANGE * share, y: y - Math.cos(angle) * RANGE * share };
}

/** The free share of each ray: up to the first thing that is ground. */
export function measure(world: World, from: Point): number[] {
  return Array.from({ length: RAYS }, (_, ray) => {
    let free = 1;
    world.rayCast(from, rayEnd(from, ray), (fixture, _point, _normal, fraction) => {
      if ((fixture.getFilterCategoryBits() & 1) === 0) return -1;
      free = fraction;
      return fraction;
    });
    return free;
  });
}
