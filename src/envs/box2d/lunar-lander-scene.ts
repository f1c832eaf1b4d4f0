// The world of LunarLander: the surface of the moon with its flat helipad, and a lander on two sprung legs above it.
import type { Body, World } from 'planck';
import type { Generator } from '../../random/index.js';
import { SCALE, type Scene, VIEWPORT_HEIGHT, VIEWPORT_WIDTH } from './box2d-env.js';
import { engine } from './engine.js';
import { createWorld } from './world.js';

export const WIDTH = VIEWPORT_WIDTH / SCALE;
export const HEIGHT = VIEWPORT_HEIGHT / SCALE;
export const HELIPAD_Y = HEIGHT / 4;
/** In pixels, like all lengths here that are divided by SCALE. */
export const LEG_DOWN = 18;
const LEG_AWAY = 20;
const LEG_HALF_SIZE = [2, 8] as const;
const LEG_SPRING_TORQUE = 40;
const INITIAL_RANDOM = 1000;
const HULL = [
  [-14, 17],
  [-17, 0],
  [-17, -10],
  [17, -10],
  [17, 0],
  [14, 17],
] as const;
const CHUNKS = 11;
/** Which of the heights are those of the helipad. */
const PAD = { first: 3, last: 7 };

export interface LanderScene extends Scene {
  /** Points of the surface from left to right. */
  surface: [x: number, y: number][];
}

/** @param rng draws the surface, then the push with which the lander begins. */
export function buildLanderScene(rng: Generator, gravity: number): LanderScene {
  const world = createWorld(gravity);
  const surface = drawSurface(rng);
  buildMoon(world, surface);
  const hull = buildHull(world);
  const push = () => rng.uniform(-INITIAL_RANDOM, INITIAL_RANDOM);
  hull.applyForceToCenter({ x: push(), y: push() }, true);
  return { world, surface, hull, feet: [buildLeg(world, hull, -1), buildLeg(world, hull, 1)] };
}

function drawSurface(rng: Generator): [number, number][] {
  const heights = Array.from({ length: CHUNKS + 1 }, () => rng.uniform(0, HEIGHT / 2));
  heights.fill(HELIPAD_Y, PAD.first, PAD.last + 1);
  return heights.slice(0, CHUNKS).map((height, i) => {
    const smooth = 0.33 * (heights.at(i - 1)! + height + heights[i + 1]!);
    return [(WIDTH / (CHUNKS - 1)) * i, smooth];
  });
}

function buildMoon(world: World, surface: [number, number][]): void {
  const { Edge } = engine();
  const moon = world.createBody();
  moon.createFixture({ shape: new Edge({ x: 0, y: 0 }, { x: WIDTH, y: 0 }) });
  for (let i = 1; i < surface.length; i++) {
    const [[x1, y1], [x2, y2]] = [surface[i - 1]!, surface[i]!];
    moon.createFixture({ shape: new Edge({ x: x1, y: y1 }, { x: x2, y: y2 }), friction: 0.1 });
  }
}

function buildHull(world: World): Body {
  const { Polygon } = engine();
  const hull = world.createBody({ type: 'dynamic', position: { x: WIDTH / 2, y: HEIGHT } });
  hull.createFixture({
    shape: new Polygon(HULL.map(([x, y]) => ({ x: x / SCALE, y: y / SCALE }))),
    density: 5,
    friction: 0.1,
    filterCategoryBits: 0x10,
    filterMaskBits: 1,
  });
  return hull;
}

/** @param side -1 and 1, in this order: the leg that begins on the right, and the one on the left. */
function buildLeg(world: World, hull: Body, side: -1 | 1): Body {
  const { Box, RevoluteJoint } = engine();
  const position = { x: WIDTH / 2 - (side * LEG_AWAY) / SCALE, y: HEIGHT };
  const leg = world.createBody({ type: 'dynamic', position, angle: side * 0.05 });
  const [halfWidth, halfHeight] = LEG_HALF_SIZE;
  leg.createFixture({
    shape: new Box(halfWidth / SCALE, halfHeight / SCALE),
    density: 1,
    filterCategoryBits: 0x20,
    filterMaskBits: 1,
  });
  world.createJoint(
    new RevoluteJoint({
      bodyA: hull,
      bodyB: leg,
      localAnchorA: { x: 0, y: 0 },
      localAnchorB: { x: (side * LEG_AWAY) / SCALE, y: LEG_DOWN / SCALE },
      // The angle between the bodies as they are made counts as 0, as in Python's Box2D.
      referenceAngle: side * 0.05,
      enableMotor: true,
      maxMotorTorque: LEG_SPRING_TORQUE,
      motorSpeed: 0.3 * side,
      enableLimit: true,
      lowerAngle: side === -1 ? 0.4 : -0.9,
      upperAngle: side === -1 ? 0.9 : -0.4,
    }),
  );
  return leg;
}
