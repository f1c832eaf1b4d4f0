// The picture of LunarLander: a lander above the white moon, two flags beside its helipad, flames of firing engines.
import type { Drawing, Shape } from '../drawing.js';
import { attached, flag, outline, type Pixel, toPixel } from './body-drawing.js';
import { VIEWPORT_HEIGHT, VIEWPORT_WIDTH } from './box2d-env.js';
import { HELIPAD_Y, type LanderScene } from './lunar-lander-scene.js';

const FIRE = '#f28c28';
const EMBERS = '#ffe08a';
/** Points of the surface where the helipad begins and ends. */
const FLAGS = [4, 6];

/** What the engines do: power of the main one, and of those at the sides, negative: push to the left. */
export interface Flames {
  main: number;
  side: number;
}

export function drawLander({ surface, hull, feet }: LanderScene, { main, side }: Flames): Drawing {
  const moon = surface.map(([x, y]) => toPixel(x, y));
  const flames: Shape[] = [];
  const flame = (points: readonly Pixel[], fill: string) => flames.push(attached(hull, points, fill));
  if (main > 0) {
    flame(
      [
        [-7, -10],
        [7, -10],
        [0, -16 - 26 * main],
      ],
      FIRE,
    );
    flame(
      [
        [-4, -10],
        [4, -10],
        [0, -12 - 14 * main],
      ],
      EMBERS,
    );
  }
  if (side !== 0) {
    const away = -Math.sign(side);
    const reach = 16 + 16 * Math.abs(side);
    flame(
      [
        [away * 15, 15],
        [away * 16.5, 5],
        [away * reach, 11],
      ],
      FIRE,
    );
    flame(
      [
        [away * 15, 13],
        [away * 16, 7],
        [away * (reach - 6), 10.5],
      ],
      EMBERS,
    );
  }
  return {
    width: VIEWPORT_WIDTH,
    height: VIEWPORT_HEIGHT,
    background: '#11131c',
    shapes: [
      {
        kind: 'polygon',
        points: [[0, VIEWPORT_HEIGHT], ...moon, [VIEWPORT_WIDTH, VIEWPORT_HEIGHT]],
        fill: '#eceaf2',
      },
      ...flames,
      ...feet.map((foot) => outline(foot, '#8066e6', '#4d4d80')),
      outline(hull, '#8066e6', '#4d4d80'),
      ...FLAGS.flatMap((point) => flag(toPixel(surface[point]![0], HELIPAD_Y), '#b8b8c6', '#d6c814')),
    ],
  };
}
