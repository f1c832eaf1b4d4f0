// Unlock, UnlockPickup and KeyCorridor: find the key of a locked door; what is wanted is the open door, or a box or ball
// behind it.
//
// Source: MiniGrid's UnlockEnv, UnlockPickupEnv and KeyCorridorEnv. Actions, observation and reward are those of every
// level (../minigrid.ts).
// Start: Unlock and UnlockPickup: two rooms, agent and key in the left one, the box in the right. KeyCorridor: the agent
//   in a corridor of `R` open rooms with rooms on both sides; the ball behind the locked door on the right, its key in
//   one of the rooms on the left.
// End: terminated when the door was opened, or the box or ball is held; truncated after 288 steps (KeyCorridor: 30 for
//   each cell of a room).
// Versions: v0, draw for draw as in MiniGrid 3.1.
import type { Point } from '../builder.js';
import type { Level } from '../level.js';
import { BALL, BOX, KEY, nameOf, PICKUP, type Thing, TOGGLE, thing } from '../objects.js';
import { LEFT, RIGHT, RoomGrid, TOP } from '../room-grid.js';

const twoRooms = { width: 11, height: 6, maxSteps: 288 };

const unlock: Level<{ door: Point }> = {
  description: 'Find the key of a locked door and open it.',
  ...twoRooms,
  build(builder) {
    const rooms = new RoomGrid(builder, 6, 2, 1);
    const { colour, cell } = rooms.lockedDoor(0, 0, RIGHT);
    rooms.place(0, 0, thing(KEY, colour));
    rooms.agentIn(0, 0);
    return { mission: 'open the door', task: { door: cell } };
  },
  play({ world }, action, { door }) {
    world.act(action);
    if (action === TOGGLE && world.isOpenDoor(...door)) world.end(true);
  },
};

export interface Task {
  target: Thing;
}

/** Ends when the only thing of its type is picked up. */
const play: NonNullable<Level<Task>['play']> = ({ world }, action, { target }) => {
  world.act(action);
  if (action === PICKUP && world.carrying === target) world.end(true);
};

const unlockPickup: Level<Task> = {
  description: 'Unlock a door, drop the key and pick up the box behind it.',
  ...twoRooms,
  build(builder) {
    const rooms = new RoomGrid(builder, 6, 2, 1);
    const target = thing(BOX, builder.colour());
    rooms.place(1, 0, target);
    const { colour } = rooms.lockedDoor(0, 0, RIGHT);
    rooms.place(0, 0, thing(KEY, colour));
    rooms.agentIn(0, 0);
    return { mission: `pick up the ${nameOf(target)}`, task: { target } };
  },
  play,
};

const keyCorridor = (size: number, rows: number): Level<Task> => ({
  description: `Find the key in the rooms along a corridor and pick up the ball behind the locked door, ${rows} x 3 rooms.`,
  width: 3 * (size - 1) + 1,
  height: rows * (size - 1) + 1,
  maxSteps: 30 * size * size,
  build(builder) {
    const rooms = new RoomGrid(builder, size, 3, rows);
    for (let row = 1; row < rows; row++) rooms.openWall(1, row, TOP);
    const row = builder.integer(0, rows);
    const { colour } = rooms.lockedDoor(2, row, LEFT);
    const target = thing(BALL, builder.colour());
    rooms.place(2, row, target);
    rooms.place(0, builder.integer(0, rows), thing(KEY, colour));
    rooms.agentIn(1, rows >> 1);
    rooms.connect();
    return { mission: `pick up the ${nameOf(target)}`, task: { target } };
  },
  play,
});

export const unlockLevels = {
  'MiniGrid-Unlock-v0': unlock,
  'MiniGrid-UnlockPickup-v0': unlockPickup,
  'MiniGrid-KeyCorridorS3R1-v0': keyCorridor(3, 1),
  'MiniGrid-KeyCorridorS3R2-v0': keyCorridor(3, 2),
  'MiniGrid-KeyCorridorS3R3-v0': keyCorridor(3, 3),
  'MiniGrid-KeyCorridorS4R3-v0': keyCorridor(4, 3),
  'MiniGrid-KeyCorridorS5R3-v0': keyCorridor(5, 3),
  'MiniGrid-KeyCorridorS6R3-v0': keyCorridor(6, 3),
};
