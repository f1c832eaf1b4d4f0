// Fetch: pick up the thing that the mission names.
//
// Source: MiniGrid's FetchEnv. Actions, observation and reward are those of every level (../minigrid.ts).
// Start: agent, keys and balls anywhere, in any colours; the mission asks for one of them, in one of five phrases.
// End: terminated when something is picked up, with a reward if it has the type and colour asked for; truncated after 5
//   steps for each cell of the grid.
// Versions: v0, draw for draw as in MiniGrid 3.1.
import type { Level } from '../level.js';
import { BALL, KEY, NOTHING, nameOf, type Thing, thing } from '../objects.js';

const PHRASES = ['get a', 'go get a', 'fetch a', 'go fetch a', 'you must fetch a'];

export interface Task {
  target: Thing;
}

const fetchOneOf = (size: number, count: number): Level<Task> => ({
  description: `Pick up the one of ${count} things that the mission names, ${size} x ${size}.`,
  width: size,
  height: size,
  maxSteps: 5 * size * size,
  seeThroughWalls: true,
  build(builder) {
    builder.ring();
    const things = Array.from({ length: count }, () => {
      const type = builder.pick([KEY, BALL]);
      const it = thing(type, builder.colour());
      builder.place(it);
      return it;
    });
    builder.placeAgent();
    const target = builder.pick(things);
    return { mission: `${builder.pick(PHRASES)} ${nameOf(target)}`, task: { target } };
  },
  play({ world }, action, { target }) {
    world.act(action);
    if (world.carrying !== NOTHING) world.end(world.carrying === target);
  },
});

export const fetchLevels = {
  'MiniGrid-Fetch-5x5-N2-v0': fetchOneOf(5, 2),
  'MiniGrid-Fetch-6x6-N2-v0': fetchOneOf(6, 2),
  'MiniGrid-Fetch-8x8-N3-v0': fetchOneOf(8, 3),
};
