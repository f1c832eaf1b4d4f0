// Memory: see a thing at the start, and choose the same one at the end of a hallway.
//
// Source: MiniGrid's MemoryEnv. Actions, observation and reward are those of every level (../minigrid.ts), but `pickup`
// does what `toggle` does.
// Start: looking right, anywhere in the middle row; a green key or ball at its left end, one of each at the right end of
//   the hallway, above and below. `Random`: the hallway is of drawn length.
// End: terminated in front of the thing of the same type (reward) or of the other (0); truncated after 5 steps for each
//   cell of the grid.
// Versions: v0, draw for draw as in MiniGrid 3.1.
import type { Point } from '../builder.js';
import type { Level } from '../level.js';
import { BALL, GREEN, KEY, PICKUP, TOGGLE, thing } from '../objects.js';

export interface Task {
  success: Point;
  failure: Point;
}

const memory = (size: number, isRandom = false): Level<Task> => ({
  description: `Remember a thing and choose it at the end of a hallway, ${size} x ${size}${isRandom ? ', of drawn length' : ''}.`,
  width: size,
  height: size,
  maxSteps: 5 * size * size,
  build(builder) {
    const { world } = builder;
    const middle = (size - 1) / 2;
    builder.ring();
    const end = isRandom ? builder.integer(4, size - 2) : size - 3;
    for (const side of [-1, 1]) {
      builder.across(1, middle + 2 * side, 4);
      builder.across(4, middle + side, end - 4);
    }
    builder.down(end, 0, size);
    world.empty(end, middle);
    builder.down(end + 2, 0, size);
    builder.agent(builder.integer(1, end + 1), middle);

    const shown = builder.pick([KEY, BALL]);
    const [upper, lower] = builder.pick([
      [BALL, KEY],
      [KEY, BALL],
    ]);
    world.put(1, middle - 1, thing(shown, GREEN));
    world.put(end + 1, middle - 2, thing(upper!, GREEN));
    world.put(end + 1, middle + 2, thing(lower!, GREEN));
    const above: Point = [end + 1, middle - 1];
    const below: Point = [end + 1, middle + 1];
    return {
      mission: 'go to the matching object at the end of the hallway',
      task: upper === shown ? { success: above, failure: below } : { success: below, failure: above },
    };
  },
  play({ world }, action, { success, failure }) {
    world.act(action === PICKUP ? TOGGLE : action);
    const isAt = ([x, y]: Point) => world.x === x && world.y === y;
    if (isAt(success)) world.end(true);
    if (isAt(failure)) world.end(false);
  },
});

export const memoryLevels = {
  'MiniGrid-MemoryS17Random-v0': memory(17, true),
  'MiniGrid-MemoryS13Random-v0': memory(13, true),
  'MiniGrid-MemoryS13-v0': memory(13),
  'MiniGrid-MemoryS11-v0': memory(11),
  'MiniGrid-MemoryS9-v0': memory(9),
  'MiniGrid-MemoryS7-v0': memory(7),
};
