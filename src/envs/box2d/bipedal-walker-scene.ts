// The world of BipedalWalker: the ground, and a hull on two legs of two parts with motors in hips and knees.
import type { Body, FixtureOpt, RevoluteJoint, RevoluteJointOpt, Shape, World } from 'planck';
import type { Generator } from '../../random/index.js';
import {
  drawClouds,
  drawTerrain,
  type Point,
  START_PAD,
  TERRAIN_HEIGHT,
  TERRAIN_STEP,
  type Terrain,
} from './bipedal-walker-terrain.js';
import { SCALE, type Scene } from './box2d-env.js';
import { engine } from './engine.js';
import { createWorld } from './world.js';

export const MOTORS_TORQUE = 80;
const INITIAL_RANDOM = 5;
const GROUND_FRICTION = 2.5;
const HULL = [
  [-30, 9],
  [6, 9],
  [34, 1],
  [34, -8],
  [-30, -8],
] as const;
const HIP_Y = -8 / SCALE;
const LEG_WIDTH = 8 / SCALE;
const LEG_HEIGHT = 34 / SCALE;
/** Where the hull begins. */
const HULL_Y = TERRAIN_HEIGHT + 2 * LEG_HEIGHT;

export interface WalkerScene extends Scene {
  terrain: Terrain;
  clouds: Point[][];
  /** Upper and lower part of the one and of the other leg. */
  legs: Body[];
  /** Hip and knee of the one and of the other leg. */
  joints: RevoluteJoint[];
}

/** @param rng draws terrain, clouds, and the push with which the walker begins. */
export function buildWalkerScene(rng: Generator, hardcore: boolean): WalkerScene {
  const world = createWorld(-10);
  const terrain = drawTerrain(rng, hardcore);
  const clouds = drawClouds(rng);
  buildGround(world, terrain);
  const hullShape = new (engine().Polygon)(HULL.map(([x, y]) => ({ x: x / SCALE, y: y / SCALE })));
  const hull = buildPart(world, HULL_Y, 0, hullShape, { density: 5, friction: 0.1 });
  hull.applyForceToCenter({ x: rng.uniform(-INITIAL_RANDOM, INITIAL_RANDOM), y: 0 }, true);
  const legs: Body[] = [];
  const joints: RevoluteJoint[] = [];
  for (const side of [-1, 1]) buildLeg(world, hull, side, legs, joints);
  return { world, terrain, clouds, hull, legs, joints, feet: [legs[1]!, legs[3]!] };
}

/** Blocks first, then the ground edge by edge. */
function buildGround(world: World, { heights, blocks }: Terrain): void {
  const { Edge, Polygon } = engine();
  const vectors = (points: Point[]) => points.map(([x, y]) => ({ x, y }));
  for (const block of blocks) {
    world.createBody().createFixture({ shape: new Polygon(vectors(block)), friction: GROUND_FRICTION });
  }
  for (let i = 1; i < heights.length; i++) {
    const left = { x: (i - 1) * TERRAIN_STEP, y: heights[i - 1]! };
    const right = { x: i * TERRAIN_STEP, y: heights[i]! };
    world.createBody().createFixture({ shape: new Edge(left, right), friction: GROUND_FRICTION });
  }
}

/** A part of the walker, which collides with the ground only. */
function buildPart(world: World, y: number, angle: number, shape: Shape, material: FixtureOpt): Body {
  const position = { x: (TERRAIN_STEP * START_PAD) / 2, y };
  const part = world.createBody({ type: 'dynamic', position, angle });
  part.createFixture({ shape, filterCategoryBits: 0x20, filterMaskBits: 1, ...material });
  return part;
}

function buildLeg(world: World, hull: Body, side: number, legs: Body[], joints: RevoluteJoint[]): void {
  const { Box } = engine();
  const y = HULL_Y - HIP_Y;
  const tilt = side * 0.05;
  const upper = buildPart(world, y - LEG_HEIGHT / 2, tilt, new Box(LEG_WIDTH / 2, LEG_HEIGHT / 2), {
    density: 1,
  });
  const hip = { anchor: HIP_Y, referenceAngle: tilt, motorSpeed: side, lowerAngle: -0.8, upperAngle: 1.1 };
  joints.push(join(world, hull, upper, hip));
  const lowerShape = new Box((0.8 * LEG_WIDTH) / 2, LEG_HEIGHT / 2);
  const lower = buildPart(world, y - (LEG_HEIGHT * 3) / 2, tilt, lowerShape, { density: 1 });
  const knee = {
    anchor: -LEG_HEIGHT / 2,
    referenceAngle: 0,
    motorSpeed: 1,
    lowerAngle: -1.6,
    upperAngle: -0.1,
  };
  joints.push(join(world, upper, lower, knee));
  legs.push(upper, lower);
}

/** A joint with limits and a motor at the upper end of `lower`. */
function join(
  world: World,
  upper: Body,
  lower: Body,
  { anchor, ...options }: RevoluteJointOpt & { anchor: number },
): RevoluteJoint {
  const { RevoluteJoint } = engine();
  const joint = new RevoluteJoint({
    bodyA: upper,
    bodyB: lower,
    localAnchorA: { x: 0, y: anchor },
    localAnchorB: { x: 0, y: LEG_HEIGHT / 2 },
    enableMotor: true,
    maxMotorTorque: MOTORS_TORQUE,
    enableLimit: true,
    ...options,
  });
  world.createJoint(joint);
  return joint;
}
