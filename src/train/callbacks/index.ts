export { CheckpointCallback } from './checkpoint.js';
export { EvalCallback, type EvalCallbackOptions } from './eval.js';
export { type MetricsRow, MetricsWriter, type TimingRow } from './metrics-writer.js';
export { ProgressBarCallback, type ProgressBarOptions } from './progress-bar.js';
export type { ResumableCallback } from './resumable.js';
export { StopTrainingOnRewardThreshold } from './stop-on-reward.js';
export { StopOnSignal, signalExitCodes } from './stop-on-signal.js';
