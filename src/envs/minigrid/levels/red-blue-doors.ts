// RedBlueDoors: open the red door, then the blue one on the other side of the room.
//
// Source: MiniGrid's RedBlueDoorEnv. Actions, observation and reward are those of every level (../minigrid.ts).
// Start: the agent anywhere in the room, the doors anywhere in its left (red) and right (blue) wall.
// End: terminated when the blue door is open, with a reward if the red one was open before; truncated after 20 steps for
//   each cell of the room.
// Versions: v0, draw for draw as in MiniGrid 3.1.
import type { Point } from '../builder.js';
import type { Level } from '../level.js';
import { BLUE, CLOSED, DOOR, RED, thing } from '../objects.js';

export interface Task {
  red: Point;
  blue: Point;
}

const redBlueDoors = (size: number): Level<Task> => ({
  description: `Open the red door, then the blue one, in a room of ${size} x ${size}.`,
  width: 2 * size,
  height: size,
  maxSteps: 20 * size * size,
  build(builder) {
    builder.ring();
    const room = { x: size >> 1, y: 0, width: size, height: size };
    builder.outline(room);
    builder.placeAgent(room);
    const door = (x: number, colour: number): Point => {
      const y = builder.integer(1, size - 1);
      builder.world.put(x, y, thing(DOOR, colour, CLOSED));
      return [x, y];
    };
    const red = door(room.x, RED);
    const blue = door(room.x + size - 1, BLUE);
    return { mission: 'open the red door then the blue door', task: { red, blue } };
  },
  play({ world }, action, { red, blue }) {
    const redWasOpen = world.isOpenDoor(...red);
    world.act(action);
    if (world.isOpenDoor(...blue)) world.end(redWasOpen);
  },
});

export const redBlueDoorsLevels = {
  'MiniGrid-RedBlueDoors-6x6-v0': redBlueDoors(6),
  'MiniGrid-RedBlueDoors-8x8-v0': redBlueDoors(8),
};
