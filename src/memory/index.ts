// Memories: columns in one store, replay, rollouts and trajectories as views of it, and samplers of their rows.
export type { Column, ColumnSpec } from './column.js';
export { ColumnStore } from './column-store.js';
export { Dataset } from './dataset.js';
export { datasetFromArrays } from './dataset-arrays.js';
export type { DatasetColumns, DatasetOrigin } from './dataset-columns.js';
export { datasetFromLines } from './dataset-lines.js';
export { ENDED, EpisodeLinks, OPEN } from './episode-links.js';
export { FixedColumn } from './fixed-column.js';
export { FrameColumn, type FrameLayout } from './frame-column.js';
export { FrameStore } from './frame-store.js';
export {
  type Channels,
  ObservationColumns,
  observationSpecs,
} from './observation-columns.js';
export { RaggedColumn } from './ragged-column.js';
export { ReplayMemory, type ReplayOptions } from './replay-memory.js';
export { type AdvantageInputs, generalizedAdvantages, nStepReturns } from './returns.js';
export { type RolloutLayout, RolloutMemory, type RolloutStep } from './rollout-memory.js';
export { DecoratedSampler } from './samplers/decorated.js';
export { type GoalStrategy, HindsightSampler } from './samplers/hindsight.js';
export { NStepSampler } from './samplers/n-step.js';
export { PrioritizedSampler } from './samplers/prioritized.js';
export type {
  ComputeReward,
  ComputeTerminated,
  Draw,
  Sampler,
  SamplerContext,
  SamplerFactory,
} from './samplers/sampler.js';
export { SequenceSampler } from './samplers/sequences.js';
export { SumTree } from './samplers/sum-tree.js';
export { UniformSampler } from './samplers/uniform.js';
export { Trajectory, type TrajectoryEnd, type TrajectoryLayout } from './trajectory.js';
export type { Transitions } from './transitions.js';
