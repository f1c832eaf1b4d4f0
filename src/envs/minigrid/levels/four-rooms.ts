// FourRooms: find the goal in four rooms that have a gap in each wall between them.
//
// Source: R. Sutton, D. Precup, S. Singh, Between MDPs and semi-MDPs, 1999, as MiniGrid's FourRoomsEnv. Actions,
// observation and reward are those of every level (../minigrid.ts).
// Start: agent and goal anywhere; the gaps anywhere in their walls.
// End: terminated on the goal; truncated after 100 steps.
// Versions: v0, draw for draw as in MiniGrid 3.1.
import type { Level } from '../level.js';
import { GOAL_SQUARE } from '../objects.js';

const SIZE = 19;
const MIDDLE = 9;

const fourRooms: Level = {
  description: 'Find the goal in four rooms with gaps between them.',
  width: SIZE,
  height: SIZE,
  maxSteps: 100,
  build(builder) {
    builder.ring();
    for (const top of [0, MIDDLE]) {
      for (const left of [0, MIDDLE]) {
        if (left === 0) {
          builder.down(MIDDLE, top, MIDDLE);
          builder.world.empty(MIDDLE, builder.integer(top + 1, top + MIDDLE));
        }
        if (top === 0) {
          builder.across(left, MIDDLE, MIDDLE);
          builder.world.empty(builder.integer(left + 1, left + MIDDLE), MIDDLE);
        }
      }
    }
    builder.placeAgent();
    builder.place(GOAL_SQUARE);
    return { mission: 'reach the goal', task: null };
  },
};

export const fourRoomsLevels = { 'MiniGrid-FourRooms-v0': fourRooms };
