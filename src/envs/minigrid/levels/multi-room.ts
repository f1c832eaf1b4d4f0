// MultiRoom: walk through a chain of rooms with closed doors to the goal in the last one.
//
// Source: MiniGrid's MultiRoomEnv. Actions, observation and reward are those of every level (../minigrid.ts).
// Start: rooms of drawn size and place, each with a door of another colour than the last; the agent anywhere in the
//   first room, the goal anywhere in the last.
// End: terminated on the goal; truncated after 20 steps for each room.
// Versions: v0, draw for draw as in MiniGrid 3.1. N4-S5-v0 has six rooms, contrary to its name; v1 has four.
import type { Area, Builder, Point } from '../builder.js';
import type { Level } from '../level.js';
import { CLOSED, DOOR, DRAWN_COLOURS, GOAL_SQUARE, thing } from '../objects.js';

const SIZE = 25;
const MIN_ROOM = 4;
/** Sides of a room; the opposite one is two further. */
const RIGHT = 0;
const BOTTOM = 1;
const LEFT = 2;
const TOP = 3;
const SIDES = [RIGHT, BOTTOM, LEFT, TOP];

interface Room extends Area {
  /** Where it is entered. */
  door: Point;
}

const multiRoom = (count: number, maxSize: number): Level => ({
  description: `Walk through ${count} rooms with doors to the goal in the last.`,
  width: SIZE,
  height: SIZE,
  maxSteps: 20 * count,
  build(builder) {
    const rooms = drawRooms(builder, count, maxSize);
    let colour: number | undefined;
    rooms.forEach((room, i) => {
      builder.outline(room);
      if (i === 0) return;
      const last = colour;
      colour = builder.pick(DRAWN_COLOURS.filter((other) => other !== last));
      builder.world.put(...room.door, thing(DOOR, colour, CLOSED));
    });
    builder.placeAgent(rooms[0]);
    builder.place(GOAL_SQUARE, { area: rooms.at(-1)! });
    return { mission: 'traverse the rooms to get to the goal', task: null };
  },
});

/** Tries chains of rooms until one has them all. */
function drawRooms(builder: Builder, count: number, maxSize: number): Room[] {
  for (;;) {
    const rooms: Room[] = [];
    const start: Point = [builder.integer(0, SIZE - 2), builder.integer(0, SIZE - 2)];
    grow(builder, rooms, count, maxSize, LEFT, start);
    if (rooms.length >= count) return rooms;
  }
}

/**
 * Adds a room that is entered through `door` in its wall `entry`, and up to `left` - 1 rooms behind it.
 *
 * @returns whether this room fits; the chain may end behind it all the same.
 */
function grow(
  builder: Builder,
  rooms: Room[],
  left: number,
  maxSize: number,
  entry: number,
  door: Point,
): boolean {
  const width = builder.integer(MIN_ROOM, maxSize + 1);
  const height = builder.integer(MIN_ROOM, maxSize + 1);
  const [x, y] = rooms.length === 0 ? door : cornerOf(builder, width, height, entry, door);
  // The strict bound at the bottom, and not at the right, is MiniGrid's.
  if (x < 0 || y < 0 || x + width > SIZE || y + height >= SIZE) return false;
  const room = { x, y, width, height, door };
  if (rooms.slice(0, -1).some((other) => overlap(room, other))) return false;
  rooms.push(room);
  for (let tries = left === 1 ? 0 : 8; tries > 0; tries--) {
    const exit = builder.pick(SIDES.filter((side) => side !== entry));
    if (grow(builder, rooms, left - 1, maxSize, (exit + 2) % 4, doorIn(builder, room, exit))) break;
  }
  return true;
}

/** The corner at the top left of a room whose wall `entry` has the door, anywhere but in a corner. */
function cornerOf(builder: Builder, width: number, height: number, entry: number, [x, y]: Point): Point {
  const along = (at: number, size: number) => builder.integer(at - size + 2, at);
  if (entry === RIGHT) return [x - width + 1, along(y, height)];
  if (entry === BOTTOM) return [along(x, width), y - height + 1];
  if (entry === LEFT) return [x, along(y, height)];
  return [along(x, width), y];
}

function doorIn(builder: Builder, { x, y, width, height }: Area, side: number): Point {
  if (side === RIGHT) return [x + width - 1, y + builder.integer(1, height - 1)];
  if (side === BOTTOM) return [x + builder.integer(1, width - 1), y + height - 1];
  if (side === LEFT) return [x, y + builder.integer(1, height - 1)];
  return [x + builder.integer(1, width - 1), y];
}

/** Rooms may not even touch on the right and at the bottom: MiniGrid's bounds. */
function overlap(room: Area, other: Area): boolean {
  const isApart =
    room.x + room.width < other.x ||
    other.x + other.width <= room.x ||
    room.y + room.height < other.y ||
    other.y + other.height <= room.y;
  return !isApart;
}

export const multiRoomLevels = {
  'MiniGrid-MultiRoom-N2-S4-v0': multiRoom(2, 4),
  'MiniGrid-MultiRoom-N4-S5-v0': multiRoom(6, 5),
  'MiniGrid-MultiRoom-N4-S5-v1': multiRoom(4, 5),
  'MiniGrid-MultiRoom-N6-v0': multiRoom(6, 10),
};
