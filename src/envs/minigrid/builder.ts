// How levels come about: walls, things and the agent put into a world, at given cells or drawn ones.
import { UserError } from '../../io/errors.js';
import type { Generator } from '../../random/index.js';
import { DRAWN_COLOURS, EMPTY, GOAL_SQUARE, NOTHING, type Thing, WALL_CELL } from './objects.js';
import type { World } from './world.js';

export type Point = readonly [x: number, y: number];

/** A rectangle of cells; parts beyond the grid do not count. */
export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface PlaceRules {
  /** Default: everywhere. */
  area?: Area;
  /** Free cells that will not do. */
  reject?: (x: number, y: number) => boolean;
  /** Draws beyond the first after which it is given up; absent: never. */
  maxTries?: number;
}

export class Builder {
  constructor(
    readonly world: World,
    private readonly generator: () => Generator,
  ) {}

  /** The random stream of the environment. */
  get rng(): Generator {
    return this.generator();
  }

  /** An integer in [low, high); a single choice costs no draw. */
  integer(low: number, high: number): number {
    return this.rng.integers(low, high);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.integer(0, list.length)]!;
  }

  colour(): number {
    return this.pick(DRAWN_COLOURS);
  }

  /** A line of walls, or of another thing, to the right. */
  across(x: number, y: number, length: number, it: Thing = WALL_CELL): void {
    for (let i = 0; i < length; i++) this.world.put(x + i, y, it);
  }

  /** A line of walls, or of another thing, down. */
  down(x: number, y: number, length: number, it: Thing = WALL_CELL): void {
    for (let i = 0; i < length; i++) this.world.put(x, y + i, it);
  }

  /** Walls along the edges of a rectangle. */
  outline({ x, y, width, height }: Area): void {
    this.across(x, y, width);
    this.across(x, y + height - 1, width);
    this.down(x, y, height);
    this.down(x + width - 1, y, height);
  }

  /** Walls around the whole grid. */
  ring(): void {
    this.outline(this.everywhere);
  }

  /** The goal, in the corner at the bottom right unless told otherwise. */
  goal(x = this.world.width - 2, y = this.world.height - 2): void {
    this.world.put(x, y, GOAL_SQUARE);
  }

  /** The agent, in the corner at the top left, looking right, unless told otherwise. */
  agent(x = 1, y = 1, direction = 0): void {
    this.world.x = x;
    this.world.y = y;
    this.world.direction = direction;
  }

  get everywhere(): Area {
    return { x: 0, y: 0, width: this.world.width, height: this.world.height };
  }

  /** Puts a thing into a free cell that is drawn. @throws UserError when none was found. */
  place(it: Thing, rules: PlaceRules = {}): Point {
    const cell = this.tryPlace(it, rules);
    if (cell) return cell;
    throw new UserError(
      'MiniGrid: no free cell was found for a thing of the level; reset with another seed.',
      {
        kind: 'failure',
      },
    );
  }

  /** The same; undefined when none was found. */
  tryPlace(
    it: Thing,
    { area = this.everywhere, reject, maxTries = Infinity }: PlaceRules,
  ): Point | undefined {
    const { world } = this;
    const left = Math.max(area.x, 0);
    const top = Math.max(area.y, 0);
    for (let tries = 0; tries <= maxTries; tries++) {
      const x = this.integer(left, Math.min(left + area.width, world.width));
      const y = this.integer(top, Math.min(top + area.height, world.height));
      const isFree = world.typeAt(x, y) === EMPTY && !(x === world.x && y === world.y);
      if (!isFree || reject?.(x, y)) continue;
      if (it !== NOTHING) world.put(x, y, it);
      return [x, y];
    }
    return undefined;
  }

  /** Draws a free cell for the agent, then where it looks. */
  placeAgent(area = this.everywhere): void {
    this.agent(-1, -1);
    const [x, y] = this.place(NOTHING, { area });
    this.agent(x, y, this.integer(0, 4));
  }
}
