// Wrappers change one aspect of an environment; each is an environment itself.
export { ClipAction } from './clip-action.js';
export { defineWrapper, type WrapperDefinition } from './define-wrapper.js';
export { FrameStack, type FrameStackOptions } from './frame-stack.js';
export { completeWrappers, type WrapperSpec, wrap, wrapper, wrappers } from './named.js';
export { NormalizeObservation, type NormalizeObservationOptions } from './normalize-observation.js';
export { NormalizeReward, type NormalizeRewardOptions } from './normalize-reward.js';
export { guarded, OrderEnforcing } from './order-enforcing.js';
export { type EpisodeStatistics, RecordEpisodeStatistics } from './record-episode-statistics.js';
export { RescaleAction, type RescaleActionOptions } from './rescale-action.js';
export { RunningMeanStd, type RunningStatistics } from './running-mean-std.js';
export { SelectObservation } from './select-observation.js';
export { TimeLimit } from './time-limit.js';
export { TransformObservation } from './transform-observation.js';
export { TransformReward } from './transform-reward.js';
export { unsavable, unwrapped, Wrapper } from './wrapper.js';
