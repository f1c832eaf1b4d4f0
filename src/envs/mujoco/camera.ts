// A perspective camera: from points in metres (x to the right, y away, z up) to pixels of the picture.

export type Point = readonly [x: number, y: number, z: number];
export type Pixel = readonly [x: number, y: number];

/** Where pictures are taken from. Angles in degrees. */
export interface View {
  /** What is in the middle of the picture, m. */
  target: Point;
  /** From the target to the camera, m. */
  distance: number;
  /** How far the camera looks down: 0 from the side, 90 from above. */
  pitch: number;
  /** How far it is turned to the left about the target; default 0, looking along y. */
  yaw?: number;
  /** The target moves along the ground with the first body. */
  follows?: boolean;
}

export const WIDTH = 600;
export const HEIGHT = 400;
/** Pixels per metre at a distance of one metre: a lens of 45 degrees. */
const FOCUS = HEIGHT / 2 / Math.tan(Math.PI / 8);
/** Nothing nearer than this is drawn, m. */
const NEAR = 0.1;

export class Camera {
  private readonly right: Point;
  private readonly up: Point;
  private readonly ahead: Point;

  /** @param target in the middle of the picture, instead of the view's own */
  constructor(
    { pitch, yaw = 0, distance }: View,
    readonly target: Point,
    private readonly away = distance,
  ) {
    const [a, p] = [(yaw * Math.PI) / 180, (pitch * Math.PI) / 180];
    this.right = [Math.cos(a), Math.sin(a), 0];
    this.up = [-Math.sin(a) * Math.sin(p), Math.cos(a) * Math.sin(p), Math.cos(p)];
    this.ahead = [-Math.sin(a) * Math.cos(p), Math.cos(a) * Math.cos(p), -Math.sin(p)];
  }

  /** How far a point lies ahead of the camera, m. */
  depth(point: Point): number {
    return this.along(this.ahead, point) + this.away;
  }

  /** Pixels per metre at a depth. */
  scale(depth: number): number {
    return FOCUS / Math.max(NEAR, depth);
  }

  project(point: Point): Pixel {
    const scale = this.scale(this.depth(point));
    return [
      WIDTH / 2 + scale * this.along(this.right, point),
      HEIGHT / 2 - scale * this.along(this.up, point),
    ];
  }

  /** A flat polygon in pixels, cut off where it comes too near; empty when all of it does. */
  polygon(points: readonly Point[]): Pixel[] {
    const kept: Point[] = [];
    points.forEach((point, i) => {
      const next = points[(i + 1) % points.length]!;
      const [here, there] = [this.depth(point) - NEAR, this.depth(next) - NEAR];
      if (here >= 0) kept.push(point);
      if (here >= 0 !== there >= 0) kept.push(between(point, next, here / (here - there)));
    });
    return kept.map((point) => this.project(point));
  }

  private along([x, y, z]: Point, point: Point): number {
    const { target } = this;
    return x * (point[0] - target[0]) + y * (point[1] - target[1]) + z * (point[2] - target[2]);
  }
}

function between(a: Point, b: Point, t: number): Point {
  return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2])];
}

/** The convex hull of pixels, counter-clockwise (Andrew's monotone chain). */
export function hull(pixels: readonly Pixel[]): Pixel[] {
  const sorted = [...pixels].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (points: readonly Pixel[]) => {
    const chain: Pixel[] = [];
    for (const point of points) {
      while (chain.length > 1 && turn(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

function turn(a: Pixel, b: Pixel, c: Pixel): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}
