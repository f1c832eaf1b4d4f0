// Bodies of a planck world, and flags, as shapes of a drawing: 30 pixels a unit, y downwards, seen by a camera that may move along.
import type { Body, PolygonShape } from 'planck';
import type { Polygon, Shape } from '../drawing.js';
import { SCALE, VIEWPORT_HEIGHT } from './box2d-env.js';

export type Pixel = readonly [x: number, y: number];

/** @param scroll the left edge of what is seen, in units of the world. */
export const toPixel = (x: number, y: number, scroll = 0): Pixel => [
  (x - scroll) * SCALE,
  VIEWPORT_HEIGHT - y * SCALE,
];

/** A polygon given in pixels of the body's own frame, y upwards. */
export function attached(body: Body, points: readonly Pixel[], fill: string, scroll = 0): Polygon {
  const place = ([x, y]: Pixel) => {
    const point = body.getWorldPoint({ x: x / SCALE, y: y / SCALE });
    return toPixel(point.x, point.y, scroll);
  };
  return { kind: 'polygon', points: points.map(place), fill };
}

/** The body itself, which has one polygon. */
export function outline(body: Body, fill: string, stroke: string, scroll = 0): Polygon {
  const { m_vertices } = body.getFixtureList()!.getShape() as PolygonShape;
  const corners = m_vertices.map(({ x, y }): Pixel => [x * SCALE, y * SCALE]);
  return { ...attached(body, corners, fill, scroll), stroke, strokeWidth: 2 };
}

/** A flag on a pole. @param place its foot */
export function flag([x, y]: Pixel, pole: string, cloth: string): Shape[] {
  const top = y - 50;
  return [
    { kind: 'line', x1: x, y1: y, x2: x, y2: top, stroke: pole, strokeWidth: 2 },
    {
      kind: 'polygon',
      points: [
        [x, top],
        [x, top + 12],
        [x + 25, top + 6],
      ],
      fill: cloth,
    },
  ];
}
