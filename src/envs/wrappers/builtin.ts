// The named wrappers that come with the project, in the order of lists. Each is defined beside its class.
import { autoreset } from './autoreset.js';
import { clipAction } from './clip-action.js';
import { clipReward } from './clip-reward.js';
import { cropObservation } from './crop-observation.js';
import type { WrapperDefinition } from './define-wrapper.js';
import { delayObservation } from './delay-observation.js';
import { discretizeAction } from './discretize-action.js';
import { discretizeObservation } from './discretize-observation.js';
import { dtypeObservation } from './dtype-observation.js';
import { episodicLife } from './episodic-life.js';
import { filterObservation } from './filter-observation.js';
import { flattenObservation } from './flatten-observation.js';
import { frameStack } from './frame-stack.js';
import { grayscaleObservation } from './grayscale-observation.js';
import { noopReset } from './noop-reset.js';
import { normalizeObservation } from './normalize-observation.js';
import { normalizeReward } from './normalize-reward.js';
import { recordEpisodeStatistics } from './record-episode-statistics.js';
import { maxAndSkipObservation, repeatAction } from './repeat-action.js';
import { rescaleAction } from './rescale-action.js';
import { rescaleObservation } from './rescale-observation.js';
import { rescaleReward } from './rescale-reward.js';
import { reshapeObservation } from './reshape-observation.js';
import { resizeObservation } from './resize-observation.js';
import { selectActions } from './select-actions.js';
import { selectObservation } from './select-observation.js';
import { stickyAction } from './sticky-action.js';
import { timeAwareObservation } from './time-aware-observation.js';
import { timeLimit } from './time-limit.js';

export const builtin = [
  timeLimit,
  autoreset,
  recordEpisodeStatistics,
  clipAction,
  rescaleAction,
  discretizeAction,
  selectActions,
  stickyAction,
  repeatAction,
  maxAndSkipObservation,
  noopReset,
  episodicLife,
  grayscaleObservation,
  cropObservation,
  resizeObservation,
  frameStack,
  flattenObservation,
  filterObservation,
  selectObservation,
  reshapeObservation,
  rescaleObservation,
  discretizeObservation,
  dtypeObservation,
  normalizeObservation,
  timeAwareObservation,
  delayObservation,
  normalizeReward,
  clipReward,
  rescaleReward,
] as unknown as readonly WrapperDefinition[];
