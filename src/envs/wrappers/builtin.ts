// The named wrappers that come with the project, in the order of lists. Each is defined beside its class.
import { clipAction } from './clip-action.js';
import type { WrapperDefinition } from './define-wrapper.js';
import { frameStack } from './frame-stack.js';
import { normalizeObservation } from './normalize-observation.js';
import { normalizeReward } from './normalize-reward.js';
import { recordEpisodeStatistics } from './record-episode-statistics.js';
import { rescaleAction } from './rescale-action.js';
import { selectObservation } from './select-observation.js';
import { timeLimit } from './time-limit.js';

export const builtin = [
  timeLimit,
  recordEpisodeStatistics,
  clipAction,
  rescaleAction,
  normalizeObservation,
  normalizeReward,
  frameStack,
  selectObservation,
] as unknown as readonly WrapperDefinition[];
