// DoorKey: pick up the key, unlock the door in the wall and get to the goal behind it.
//
// Source: MiniGrid's DoorKeyEnv. Actions, observation and reward are those of every level (../minigrid.ts).
// Start: agent and key anywhere left of a wall that stands anywhere; the goal in the corner at the bottom right.
// End: terminated on the goal; truncated after 10 steps for each cell of the grid.
// Versions: v0, draw for draw as in MiniGrid 3.1.
import type { Level } from '../level.js';
import { DOOR, KEY, LOCKED, thing, YELLOW } from '../objects.js';

const doorKey = (size: number): Level => ({
  description: `Unlock a door with its key and get to the goal, ${size} x ${size}.`,
  width: size,
  height: size,
  maxSteps: 10 * size * size,
  build(builder) {
    builder.ring();
    builder.goal();
    const wall = builder.integer(2, size - 2);
    builder.down(wall, 0, size);
    const area = { x: 0, y: 0, width: wall, height: size };
    builder.placeAgent(area);
    builder.world.put(wall, builder.integer(1, size - 2), thing(DOOR, YELLOW, LOCKED));
    builder.place(thing(KEY, YELLOW), { area });
    return { mission: 'use the key to open the door and then get to the goal', task: null };
  },
});

export const doorKeyLevels = {
  'MiniGrid-DoorKey-5x5-v0': doorKey(5),
  'MiniGrid-DoorKey-6x6-v0': doorKey(6),
  'MiniGrid-DoorKey-8x8-v0': doorKey(8),
  'MiniGrid-DoorKey-16x16-v0': doorKey(16),
};
