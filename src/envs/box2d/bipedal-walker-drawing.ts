// The picture of BipedalWalker: the walker and the rays of its lidar, on ground that scrolls by under clouds.
import type { Body } from 'planck';
import type { Drawing, Line, Polygon, Shape } from '../drawing.js';
import { rayEnd } from './bipedal-walker-lidar.js';
import type { WalkerScene } from './bipedal-walker-scene.js';
import { GOAL_STEP, type Point, TERRAIN_STEP } from './bipedal-walker-terrain.js';
import { flag, outline, toPixel } from './body-drawing.js';
import { SCALE, VIEWPORT_HEIGHT, VIEWPORT_WIDTH } from './box2d-env.js';

const WIDTH = VIEWPORT_WIDTH / SCALE;
const NEAR_LEG = ['#b26596', '#7f4c65'] as const;
const FAR_LEG = ['#80406b', '#4d1a33'] as const;
/** Steps of the terrain with a flag: near the start, and at the goal. */
const FLAGS = [3, GOAL_STEP];

export function drawWalker(scene: WalkerScene, lidar: readonly number[]): Drawing {
  const { hull, legs, terrain, clouds } = scene;
  const eye = hull.getPosition();
  // A fifth of the picture lies behind the hull.
  const scroll = eye.x - WIDTH / 5;
  const [upperNear, lowerNear, upperFar, lowerFar] = legs as [Body, Body, Body, Body];
  return {
    width: VIEWPORT_WIDTH,
    height: VIEWPORT_HEIGHT,
    background: '#d7d7ff',
    shapes: [
      // Clouds are far away and pass by half as fast.
      ...clouds.map((points) => area(points, scroll / 2, '#ffffff')).filter(isSeen),
      ...ground(terrain.heights, scroll),
      ...terrain.blocks
        .map((points) => ({ ...area(points, scroll, '#e8e8e8'), stroke: '#8c8c8c', strokeWidth: 1 }))
        .filter(isSeen),
      ...FLAGS.flatMap((step) => flagAt(step, terrain.heights, scroll)),
      ...lidar.map((share, ray) => beam(toPixel(eye.x, eye.y, scroll), rayEnd(eye, ray, share), scroll)),
      outline(upperFar, ...FAR_LEG, scroll),
      outline(lowerFar, ...FAR_LEG, scroll),
      outline(hull, '#7f33e5', '#4c4c7f', scroll),
      outline(upperNear, ...NEAR_LEG, scroll),
      outline(lowerNear, ...NEAR_LEG, scroll),
    ],
  };
}

/** Grass in two shades, step by step, with a light edge. */
function ground(heights: readonly number[], scroll: number): Shape[] {
  const first = Math.max(1, Math.floor(scroll / TERRAIN_STEP));
  const last = Math.min(heights.length - 1, Math.ceil((scroll + WIDTH) / TERRAIN_STEP));
  const shapes: Shape[] = [];
  for (let step = first; step <= last; step++) {
    const [x1, y1] = toPixel((step - 1) * TERRAIN_STEP, heights[step - 1]!, scroll);
    const [x2, y2] = toPixel(step * TERRAIN_STEP, heights[step]!, scroll);
    const points: Point[] = [
      [x1, y1],
      [x2, y2],
      [x2, VIEWPORT_HEIGHT],
      [x1, VIEWPORT_HEIGHT],
    ];
    // The outline closes the gap to the next step.
    const fill = step % 2 === 0 ? '#66994c' : '#5f9147';
    shapes.push({ kind: 'polygon', points, fill, stroke: fill, strokeWidth: 0.5 });
    shapes.push({ kind: 'line', x1, y1, x2, y2, stroke: '#4ce04c', strokeWidth: 3, round: true });
  }
  return shapes;
}

function flagAt(step: number, heights: readonly number[], scroll: number): Shape[] {
  const place = toPixel(step * TERRAIN_STEP, heights[step]!, scroll);
  return place[0] < -30 || place[0] > VIEWPORT_WIDTH ? [] : flag(place, '#333333', '#e63300');
}

function beam([x1, y1]: readonly [number, number], end: { x: number; y: number }, scroll: number): Line {
  const [x2, y2] = toPixel(end.x, end.y, scroll);
  return { kind: 'line', x1, y1, x2, y2, stroke: '#ff6b6b', strokeWidth: 1 };
}

function area(points: readonly Point[], scroll: number, fill: string): Polygon {
  return { kind: 'polygon', points: points.map(([x, y]) => toPixel(x, y, scroll)), fill };
}

const isSeen = ({ points }: Polygon) =>
  points.some(([x]) => x > 0) && points.some(([x]) => x < VIEWPORT_WIDTH);
