// GoToDoor: go to the door of the colour that the mission names, and say so.
//
// Source: MiniGrid's GoToDoorEnv. Actions, observation and reward are those of every level (../minigrid.ts).
// Start: the agent anywhere in a room of drawn size with a door of another colour in each of its four walls.
// End: terminated by `done`, with a reward on one of the four cells next to the door, and by `toggle`, without; truncated
//   after 4 steps for each cell of the grid.
// Versions: v0, draw for draw as in MiniGrid 3.1.
import type { Point } from '../builder.js';
import type { Level } from '../level.js';
import { CLOSED, COLOUR_NAMES, DONE, DOOR, TOGGLE, thing } from '../objects.js';

export interface Task {
  door: Point;
}

const goToDoor = (size: number): Level<Task> => ({
  description: `Go to the door that the mission names, in a room of at most ${size} x ${size}.`,
  width: size,
  height: size,
  maxSteps: 4 * size * size,
  seeThroughWalls: true,
  build(builder) {
    const width = builder.integer(5, size + 1);
    const height = builder.integer(5, size + 1);
    const room = { x: 0, y: 0, width, height };
    builder.outline(room);
    const doors: Point[] = [
      [builder.integer(2, width - 2), 0],
      [builder.integer(2, width - 2), height - 1],
      [0, builder.integer(2, height - 2)],
      [width - 1, builder.integer(2, height - 2)],
    ];
    const colours = new Set<number>();
    while (colours.size < doors.length) colours.add(builder.colour());
    const colourOfDoor = [...colours];
    doors.forEach(([x, y], i) => void builder.world.put(x, y, thing(DOOR, colourOfDoor[i]!, CLOSED)));
    builder.placeAgent(room);
    const target = builder.integer(0, doors.length);
    const colour = COLOUR_NAMES[colourOfDoor[target]!];
    return { mission: `go to the ${colour} door`, task: { door: doors[target]! } };
  },
  play({ world }, action, { door: [x, y] }) {
    world.act(action);
    if (action === TOGGLE) world.end(false);
    if (action === DONE) world.end(Math.abs(world.x - x) + Math.abs(world.y - y) === 1);
  },
});

export const goToDoorLevels = {
  'MiniGrid-GoToDoor-5x5-v0': goToDoor(5),
  'MiniGrid-GoToDoor-6x6-v0': goToDoor(6),
  'MiniGrid-GoToDoor-8x8-v0': goToDoor(8),
};
