// Empty: a room with nothing in it but the goal, in the corner at the bottom right.
//
// Source: MiniGrid's EmptyEnv. Actions, observation and reward are those of every level (../minigrid.ts).
// Start: in the corner at the top left, looking right; `Random`: anywhere, looking anywhere.
// End: terminated on the goal; truncated after 4 steps for each cell of the grid.
// Versions: v0, draw for draw as in MiniGrid 3.1.
import type { Level } from '../level.js';

const empty = (size: number, isRandom = false): Level => ({
  description: `Walk to the goal in an empty room of ${size} x ${size}${isRandom ? ', starting anywhere' : ''}.`,
  width: size,
  height: size,
  maxSteps: 4 * size * size,
  seeThroughWalls: true,
  build(builder) {
    builder.ring();
    builder.goal();
    if (isRandom) builder.placeAgent();
    else builder.agent();
    return { mission: 'get to the green goal square', task: null };
  },
});

export const emptyLevels = {
  'MiniGrid-Empty-5x5-v0': empty(5),
  'MiniGrid-Empty-Random-5x5-v0': empty(5, true),
  'MiniGrid-Empty-6x6-v0': empty(6),
  'MiniGrid-Empty-Random-6x6-v0': empty(6, true),
  'MiniGrid-Empty-8x8-v0': empty(8),
  'MiniGrid-Empty-16x16-v0': empty(16),
};
