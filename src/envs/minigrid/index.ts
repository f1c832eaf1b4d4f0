// The entry point of MiniGrid: importing it defines the ids of all levels and the wrappers of their observations.
import { defineWrapper } from '../wrappers/define-wrapper.js';
import { defineLevel, type LevelDefinition } from './define-level.js';
import { LEVELS, type MiniGridId } from './levels/index.js';
import { WRAPPERS } from './wrappers/index.js';

/** The definitions by id. */
export const miniGrid = Object.fromEntries(
  Object.entries(LEVELS).map(([id, level]) => [id, defineLevel(id, level)]),
) as Record<MiniGridId, LevelDefinition>;

for (const wrapper of WRAPPERS) defineWrapper(wrapper);

declare module '../env-types.js' {
  interface EnvTypes extends Record<MiniGridId, LevelDefinition> {}
}

export { type Area, Builder, type PlaceRules, type Point } from './builder.js';
export { defineLevel, type LevelDefinition } from './define-level.js';
export type { Episode, Level } from './level.js';
export { LEVELS, type MiniGridId } from './levels/index.js';
export { MiniGrid, type MiniGridObservation, type MiniGridOptions } from './minigrid.js';
export * from './objects.js';
export { RoomGrid } from './room-grid.js';
export { World } from './world.js';
export * from './wrappers/index.js';
