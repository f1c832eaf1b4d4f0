// Pictures of a simulation: the model's shapes as a camera sees them, far ones first, on a floor with their shadows.
//
// Spheres, capsules, cylinders, boxes and ellipsoids of the model's own colours; meshes are not drawn.
import type { Drawing, Shape } from '../drawing.js';
import { Camera, HEIGHT, hull, type Point, type View, WIDTH } from './camera.js';
import { type Colour, css, mix } from './colours.js';
import { drawFloor, SKY } from './floor.js';
import type { Simulation } from './simulation.js';

/** MuJoCo's numbers of geoms (mjtGeom). */
const PLANE = 0;
const SPHERE = 2;
const CAPSULE = 3;
const ELLIPSOID = 4;
const CYLINDER = 5;
const BOX = 6;

const BLACK: Colour = [30, 41, 59];
const WHITE: Colour = [255, 255, 255];
const SHADOW = '#aebacb';
/** Points round a circle. */
const CIRCLE = Array.from({ length: 16 }, (_, i): [number, number] => [
  Math.cos((i * Math.PI) / 8),
  Math.sin((i * Math.PI) / 8),
]);

interface Geom {
  type: number;
  /** As MuJoCo means it by type: radius; radius and half length; half sizes. */
  size: Point;
  at: Point;
  /** From its own directions to the world's. */
  turn: Float64Array;
  colour: Colour;
}

export function drawScene(simulation: Simulation, view: View): Drawing {
  const geoms = geomsOf(simulation);
  const { model } = simulation;
  const root = geoms.find((_, i) => model.geom_bodyid[i] === 1)?.at ?? view.target;
  const [x, y, z] = view.target;
  const camera = new Camera(view, view.follows ? [x + root[0], y + root[1], z] : view.target);
  const plane = geoms.find(({ type }) => type === PLANE);
  const solids = geoms
    .filter(({ type }) => type !== PLANE)
    .map((geom) => ({ geom, depth: camera.depth(geom.at) }))
    .sort((a, b) => b.depth - a.depth)
    .map(({ geom }) => geom);
  const shapes = [
    ...(plane ? drawFloor(camera, plane.at, [plane.size[0], plane.size[1]]) : []),
    ...(plane ? solids.flatMap((geom) => shadow(camera, geom, plane.at[2])) : []),
    ...solids.flatMap((geom) => solid(camera, geom)),
  ];
  return { width: WIDTH, height: HEIGHT, background: SKY, shapes };
}

function geomsOf(simulation: Simulation): Geom[] {
  const { places, orientations } = simulation.pose();
  const { geom_type, geom_size, geom_rgba } = simulation.model;
  return Array.from(geom_type, (type, i) => {
    const [r, g, b] = geom_rgba.subarray(4 * i) as unknown as Colour;
    return {
      type,
      size: row(geom_size, i),
      at: row(places, i),
      turn: orientations.slice(9 * i, 9 * i + 9),
      colour: [255 * r, 255 * g, 255 * b],
    };
  });
}

function row(table: Float64Array, i: number): Point {
  return [table[3 * i]!, table[3 * i + 1]!, table[3 * i + 2]!];
}

/** A point given along the geom's own directions, in the world. */
function outward({ at, turn }: Geom, x: number, y: number, z: number): Point {
  const along = (k: 0 | 1 | 2) => at[k] + turn[3 * k]! * x + turn[3 * k + 1]! * y + turn[3 * k + 2]! * z;
  return [along(0), along(1), along(2)];
}

/** The two ends of a capsule's axis; of a sphere both are its centre. */
function ends(geom: Geom): [Point, Point] {
  const half = geom.type === CAPSULE ? geom.size[1] : 0;
  return [outward(geom, 0, 0, half), outward(geom, 0, 0, -half)];
}

/** Points whose hull is the geom's outline, of those that have edges or differ by direction. */
function corners(geom: Geom): Point[] {
  const [a, b, c] = geom.size;
  switch (geom.type) {
    case CYLINDER:
      return CIRCLE.flatMap(([x, y]) => [outward(geom, a * x, a * y, b), outward(geom, a * x, a * y, -b)]);
    case BOX:
      return [-a, a].flatMap((x) => [-b, b].flatMap((y) => [-c, c].map((z) => outward(geom, x, y, z))));
    case ELLIPSOID:
      return CIRCLE.flatMap(([x, y]) => CIRCLE.map(([u, v]) => outward(geom, a * x * u, b * y * u, c * v)));
    default:
      return [];
  }
}

function solid(camera: Camera, geom: Geom): Shape[] {
  const edge = css(mix(geom.colour, BLACK, 0.45));
  if (geom.type !== SPHERE && geom.type !== CAPSULE) {
    const points = hull(corners(geom).map((point) => camera.project(point)));
    if (points.length < 3) return [];
    const body: Shape = { kind: 'polygon', points, fill: css(geom.colour), stroke: edge, strokeWidth: 2 };
    return geom.type === CYLINDER ? [body, lid(camera, geom, edge)] : [body];
  }
  const [top, bottom] = ends(geom);
  const [x1, y1] = camera.project(top);
  const [x2, y2] = camera.project(bottom);
  const width = 2 * geom.size[0] * camera.scale(camera.depth(geom.at));
  // The light comes from above, a little from the left.
  const lift = width * 0.14;
  const layer = (stroke: string, strokeWidth: number, dx = 0, dy = 0): Shape => ({
    kind: 'line',
    x1: x1 + dx,
    y1: y1 + dy,
    x2: x2 + dx,
    y2: y2 + dy,
    stroke,
    strokeWidth,
    round: true,
  });
  return [
    layer(edge, width + 2),
    layer(css(geom.colour), Math.max(1, width - 2)),
    layer(css(mix(geom.colour, WHITE, 0.3)), Math.max(1, width * 0.35), -lift / 2, -lift),
  ];
}

/** The end of a cylinder that the camera sees. */
function lid(camera: Camera, geom: Geom, edge: string): Shape {
  const [radius, half] = geom.size;
  const depthAt = (z: number) => camera.depth(outward(geom, 0, 0, z));
  const z = depthAt(half) < depthAt(-half) ? half : -half;
  const points = CIRCLE.map(([x, y]) => camera.project(outward(geom, radius * x, radius * y, z)));
  return { kind: 'polygon', points, fill: css(mix(geom.colour, WHITE, 0.3)), stroke: edge, strokeWidth: 1 };
}

/** Straight below, on the floor. */
function shadow(camera: Camera, geom: Geom, floor: number): Shape[] {
  const points =
    geom.type === SPHERE || geom.type === CAPSULE
      ? ends(geom).flatMap(([x, y]) =>
          CIRCLE.map(([u, v]): Point => [x + geom.size[0] * u, y + geom.size[0] * v, floor]),
        )
      : corners(geom).map(([x, y]): Point => [x, y, floor]);
  const outline = hull(points.map((point) => camera.project(point)));
  return outline.length < 3 ? [] : [{ kind: 'polygon', points: outline, fill: SHADOW }];
}
