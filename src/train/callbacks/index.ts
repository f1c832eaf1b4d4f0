export { CheckpointCallback } from './checkpoint.js';
export { type MetricsRow, MetricsWriter, type TimingRow } from './metrics-writer.js';
export { ProgressBarCallback, type ProgressBarOptions } from './progress-bar.js';
export { StopOnSignal, signalExitCodes } from './stop-on-signal.js';
