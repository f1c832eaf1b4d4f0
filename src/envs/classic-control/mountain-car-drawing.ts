// Draws the valley, the car and the flag of both MountainCar tasks.
import type { Drawing } from '../drawing.js';

const WIDTH = 600;
const HEIGHT = 400;
const LEFT = -1.2;
const SCALE = WIDTH / 1.8;
/** Pixels from the middle of the slope to the top. */
const RISE = 130;

const toX = (position: number) => (position - LEFT) * SCALE;
const toY = (position: number) => 220 - Math.sin(3 * position) * RISE;

export function drawMountainCar(position: number, goal: number): Drawing {
  const ground: [number, number][] = [];
  for (let x = 0; x <= WIDTH; x += 15) ground.push([x, toY(LEFT + x / SCALE)]);
  // The car stands on the slope: along the tangent, wheels on the ground.
  const slope = Math.atan((3 * RISE * Math.cos(3 * position)) / SCALE);
  const at = (along: number, above: number): [number, number] => [
    toX(position) + along * Math.cos(slope) - above * Math.sin(slope),
    toY(position) - along * Math.sin(slope) - above * Math.cos(slope),
  ];
  const wheel = (along: number) => {
    const [x, y] = at(along, 7);
    return { kind: 'circle', x, y, radius: 7, fill: '#27364d', stroke: '#f6f8fb', strokeWidth: 2 } as const;
  };
  const flagX = toX(goal);
  const flagY = toY(goal);
  return {
    width: WIDTH,
    height: HEIGHT,
    background: '#f6f8fb',
    shapes: [
      { kind: 'polygon', points: [...ground, [WIDTH, HEIGHT], [0, HEIGHT]], fill: '#dfe7dc' },
      ...ground.slice(1).map(([x2, y2], i) => {
        const [x1, y1] = ground[i]!;
        return { kind: 'line', x1, y1, x2, y2, stroke: '#6f8a66', strokeWidth: 3, round: true } as const;
      }),
      { kind: 'line', x1: flagX, y1: flagY, x2: flagX, y2: flagY - 52, stroke: '#27364d', strokeWidth: 2.5 },
      {
        kind: 'polygon',
        points: [
          [flagX, flagY - 52],
          [flagX + 26, flagY - 43],
          [flagX, flagY - 34],
        ],
        fill: '#d98841',
      },
      {
        kind: 'polygon',
        points: [at(-21, 9), at(21, 9), at(21, 20), at(10, 30), at(-12, 30), at(-21, 20)],
        fill: '#2f6fb0',
      },
      wheel(-12),
      wheel(12),
    ],
  };
}
