// All levels by the ids of the original package, family by family.
import type { Level } from '../level.js';
import { crossingLevels } from './crossing.js';
import { doorKeyLevels } from './door-key.js';
import { dynamicObstaclesLevels } from './dynamic-obstacles.js';
import { emptyLevels } from './empty.js';
import { fetchLevels } from './fetch.js';
import { fourRoomsLevels } from './four-rooms.js';
import { goToDoorLevels } from './go-to-door.js';
import { lavaLevels } from './lava.js';
import { memoryLevels } from './memory.js';
import { multiRoomLevels } from './multi-room.js';
import { redBlueDoorsLevels } from './red-blue-doors.js';
import { unlockLevels } from './unlock.js';

const levels = {
  ...emptyLevels,
  ...doorKeyLevels,
  ...fourRoomsLevels,
  ...crossingLevels,
  ...lavaLevels,
  ...unlockLevels,
  ...multiRoomLevels,
  ...dynamicObstaclesLevels,
  ...redBlueDoorsLevels,
  ...memoryLevels,
  ...goToDoorLevels,
  ...fetchLevels,
};

export type MiniGridId = keyof typeof levels;
export const LEVELS: Readonly<Record<MiniGridId, Level>> = levels;
