// The entry point of MiniGrid: importing it defines the ids of all levels and the wrappers of their observations.
import { defineEnv, type EnvDefinition } from '../define-env.js';
import { LEVELS, type MiniGridId } from './levels/index.js';
import { MiniGrid, optionsOf } from './minigrid.js';

type MiniGridDefinition = EnvDefinition<MiniGrid, ReturnType<typeof optionsOf>>;

const ACTIONS = ['turn left', 'turn right', 'forward', 'pick up', 'drop', 'toggle', 'done'];
const KEYS = { left: 0, right: 1, up: 2, tab: 3, backspace: 4, space: 5, enter: 6 };

/** The definitions by id. */
export const miniGrid = Object.fromEntries(
  Object.entries(LEVELS).map(([id, level]) => {
    const { description, actions = ACTIONS.length } = level;
    const play = {
      actions: ACTIONS.slice(0, actions),
      keys: Object.fromEntries(Object.entries(KEYS).filter(([, action]) => action < actions)),
    };
    const options = optionsOf(level);
    return [id, defineEnv({ id, description, options, play, create: (given) => new MiniGrid(level, given) })];
  }),
) as Record<MiniGridId, MiniGridDefinition>;

declare module '../env-types.js' {
  interface EnvTypes extends Record<MiniGridId, MiniGridDefinition> {}
}

export { type Area, Builder, type PlaceRules, type Point } from './builder.js';
export type { Episode, Level } from './level.js';
export { LEVELS, type MiniGridId } from './levels/index.js';
export { MiniGrid, type MiniGridObservation, type MiniGridOptions } from './minigrid.js';
export * from './objects.js';
export { RoomGrid } from './room-grid.js';
export { World } from './world.js';
