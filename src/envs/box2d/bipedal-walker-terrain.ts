// The ground that BipedalWalker walks on: gentle grass, and in the hardcore version stumps, pits and stairs.
import type { Generator } from '../../random/index.js';
import { SCALE, VIEWPORT_HEIGHT } from './box2d-env.js';

export const TERRAIN_STEP = 14 / SCALE;
/** In steps, like the next two. */
const TERRAIN_LENGTH = 200;
const GRASS_LENGTH = 10;
export const START_PAD = 20;
export const TERRAIN_HEIGHT = VIEWPORT_HEIGHT / SCALE / 4;
/** Where the way ends, in steps. */
export const GOAL_STEP = TERRAIN_LENGTH - GRASS_LENGTH;
const PIT_DEPTH = 4 * TERRAIN_STEP;

export type Point = [x: number, y: number];

export interface Terrain {
  /** Heights of the ground, one each step. */
  heights: number[];
  /** Blocks of stumps and stairs and the walls of pits, corner by corner. */
  blocks: Point[][];
}

enum Stretch {
  Grass,
  Stump,
  Stairs,
  Pit,
}

export function drawTerrain(rng: Generator, hardcore: boolean): Terrain {
  const heights: number[] = [];
  const blocks: Point[][] = [];
  let stretch = Stretch.Grass;
  /** Steps that are left of it. */
  let rest = START_PAD;
  let begins = false;
  let slope = 0;
  let y = TERRAIN_HEIGHT;
  /** Height before a pit or stairs. */
  let before = 0;
  let stairs = { count: 0, width: 0, rise: 0 };
  for (let i = 0; i < TERRAIN_LENGTH; i++) {
    const x = i * TERRAIN_STEP;
    if (stretch === Stretch.Grass && !begins) {
      slope = 0.8 * slope + 0.01 * Math.sign(TERRAIN_HEIGHT - y);
      if (i > START_PAD) slope += rng.uniform(-1, 1) / SCALE;
      y += slope;
    } else if (stretch === Stretch.Pit && begins) {
      rest = rng.integers(3, 5);
      const far = x + TERRAIN_STEP * rest;
      for (const wall of [x, far]) blocks.push(block(wall, wall + TERRAIN_STEP, y, y - PIT_DEPTH));
      rest += 2;
      before = y;
    } else if (stretch === Stretch.Pit) {
      y = rest > 1 ? before - PIT_DEPTH : before;
    } else if (stretch === Stretch.Stump && begins) {
      rest = rng.integers(1, 3);
      const size = rest * TERRAIN_STEP;
      blocks.push(block(x, x + size, y, y + size));
    } else if (stretch === Stretch.Stairs && begins) {
      const rise = rng.random() > 0.5 ? 1 : -1;
      stairs = { rise, width: rng.integers(4, 5), count: rng.integers(3, 5) };
      before = y;
      blocks.push(...drawStairs(x, y, stairs));
      rest = stairs.count * stairs.width;
    } else if (stretch === Stretch.Stairs) {
      const passed = stairs.count * stairs.width - rest - stairs.rise;
      y = before + (passed / stairs.width) * stairs.rise * TERRAIN_STEP;
    }
    begins = false;
    heights.push(y);
    if (--rest > 0) continue;
    rest = rng.integers(GRASS_LENGTH / 2, GRASS_LENGTH);
    stretch = stretch === Stretch.Grass && hardcore ? rng.integers(1, 4) : Stretch.Grass;
    begins = true;
  }
  return { heights, blocks };
}

function drawStairs(x: number, y: number, stairs: { count: number; width: number; rise: number }): Point[][] {
  const { count, width, rise } = stairs;
  return Array.from({ length: count }, (_, k) => {
    const left = x + k * width * TERRAIN_STEP;
    const right = x + (1 + k) * width * TERRAIN_STEP;
    return block(left, right, y + k * rise * TERRAIN_STEP, y + (-1 + k * rise) * TERRAIN_STEP);
  });
}

/** The corners of a rectangle. */
function block(left: number, right: number, y1: number, y2: number): Point[] {
  return [
    [left, y1],
    [right, y1],
    [right, y2],
    [left, y2],
  ];
}

/** A cloud is five points around its middle; nothing but decoration, but its draws come before those of the walker. */
export function drawClouds(rng: Generator): Point[][] {
  return Array.from({ length: TERRAIN_LENGTH / 20 }, () => {
    const x = rng.uniform(0, TERRAIN_LENGTH) * TERRAIN_STEP;
    const y = (VIEWPORT_HEIGHT / SCALE) * 0.75;
    return Array.from({ length: 5 }, (_, corner): Point => {
      const turn = (3.14 * 2 * corner) / 5;
      return [
        x + 15 * TERRAIN_STEP * Math.sin(turn) + rng.uniform(0, 5 * TERRAIN_STEP),
        y + 5 * TERRAIN_STEP * Math.cos(turn) + rng.uniform(0, 5 * TERRAIN_STEP),
      ];
    });
  });
}
