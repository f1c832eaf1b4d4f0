// A grid of square rooms with shared walls, doors between some of them, and a way from each to every other.
import { UserError } from '../../io/errors.js';
import type { Builder, Point } from './builder.js';
import { CLOSED, DOOR, DX, DY, EMPTY, LOCKED, type Thing, thing, WALL } from './objects.js';

/** Sides of a room: those that the agent's directions look at; the opposite one is two further. */
export const RIGHT = 0;
export const BOTTOM = 1;
export const LEFT = 2;
export const TOP = 3;

interface Room {
  column: number;
  row: number;
  /** Where a door would be in the wall to each neighbour; undefined where there is none. */
  doors: (Point | undefined)[];
  /** Which neighbours are reached through a door or an opened wall. */
  linked: boolean[];
  /** One of its doors was locked from here. */
  isLocked: boolean;
}

export class RoomGrid {
  private readonly rooms: Room[] = [];

  /**
   * Draws the walls and where doors may be; puts the agent, for now, into the room in the middle.
   *
   * @param size cells along each side of a room, walls included.
   */
  constructor(
    readonly builder: Builder,
    private readonly size: number,
    private readonly columns: number,
    private readonly rows: number,
  ) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        builder.outline(this.area(column, row));
        this.rooms.push({ column, row, doors: [], linked: [false, false, false, false], isLocked: false });
      }
    }
    const step = size - 1;
    for (const room of this.rooms) {
      const x = room.column * step;
      const y = room.row * step;
      const right = this.neighbour(room, RIGHT);
      const below = this.neighbour(room, BOTTOM);
      if (right) room.doors[RIGHT] = right.doors[LEFT] = [x + step, builder.integer(y + 1, y + step)];
      if (below) room.doors[BOTTOM] = below.doors[TOP] = [builder.integer(x + 1, x + step), y + step];
    }
    const half = size >> 1;
    builder.agent((columns >> 1) * step + half, (rows >> 1) * step + half);
  }

  /** Puts a thing into a room, not next to the agent. */
  place(column: number, row: number, it: Thing): void {
    const { world } = this.builder;
    const reject = (x: number, y: number) => Math.abs(x - world.x) + Math.abs(y - world.y) < 2;
    this.builder.place(it, { area: this.area(column, row), reject, maxTries: 1000 });
  }

  /** Puts a door of a drawn colour into the wall on a side of a room. @returns its colour and cell. */
  lockedDoor(column: number, row: number, side: number): { colour: number; cell: Point } {
    const room = this.room(column, row);
    const colour = this.builder.colour();
    room.isLocked = true;
    return { colour, cell: this.door(room, side, thing(DOOR, colour, LOCKED)) };
  }

  private door(room: Room, side: number, door: Thing): Point {
    const cell = room.doors[side]!;
    this.builder.world.put(...cell, door);
    this.link(room, side);
    return cell;
  }

  /** Takes the wall away between a room and the one on that side. */
  openWall(column: number, row: number, side: number): void {
    const { world } = this.builder;
    const [x, y] = [column * (this.size - 1), row * (this.size - 1)];
    const far = this.size - 1;
    for (let i = 1; i < far; i++) {
      if (side === RIGHT || side === LEFT) world.empty(x + (side === RIGHT ? far : 0), y + i);
      else world.empty(x + i, y + (side === BOTTOM ? far : 0));
    }
    this.link(this.room(column, row), side);
  }

  /** Puts the agent into a room, looking at a free cell or a wall. */
  agentIn(column: number, row: number): void {
    const { world } = this.builder;
    let ahead: number;
    do {
      this.builder.placeAgent(this.area(column, row));
      ahead = world.typeAt(world.x + DX[world.direction]!, world.y + DY[world.direction]!);
    } while (ahead !== EMPTY && ahead !== WALL);
  }

  /** Adds closed doors between drawn rooms without a locked one, until all rooms are reached from the agent's. */
  connect(): void {
    const { builder } = this;
    for (let tries = 0; !this.isConnected(); tries++) {
      if (tries > 5000) {
        throw new UserError('MiniGrid: the rooms could not be connected; reset with another seed.', {
          kind: 'failure',
        });
      }
      const column = builder.integer(0, this.columns);
      const row = builder.integer(0, this.rows);
      const side = builder.integer(0, 4);
      const room = this.room(column, row);
      const neighbour = this.neighbour(room, side);
      if (!neighbour || room.linked[side] || room.isLocked || neighbour.isLocked) continue;
      this.door(room, side, thing(DOOR, builder.colour(), CLOSED));
    }
  }

  private isConnected(): boolean {
    const { world } = this.builder;
    const step = this.size - 1;
    const reached = new Set([this.room(Math.floor(world.x / step), Math.floor(world.y / step))]);
    for (const room of reached) {
      room.linked.forEach((isLinked, side) => void (isLinked && reached.add(this.neighbour(room, side)!)));
    }
    return reached.size === this.rooms.length;
  }

  private link(room: Room, side: number): void {
    room.linked[side] = true;
    this.neighbour(room, side)!.linked[(side + 2) % 4] = true;
  }

  private area(column: number, row: number) {
    const { size } = this;
    return { x: column * (size - 1), y: row * (size - 1), width: size, height: size };
  }

  private room(column: number, row: number): Room {
    return this.rooms[row * this.columns + column]!;
  }

  private neighbour({ column, row }: Room, side: number): Room | undefined {
    const x = column + DX[side]!;
    const y = row + DY[side]!;
    return x >= 0 && y >= 0 && x < this.columns && y < this.rows ? this.room(x, y) : undefined;
  }
}
