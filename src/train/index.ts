// The run: training in a folder, callbacks, evaluation, checkpoints, presets.
export * from '../evaluate/index.js';
export * from './callbacks/index.js';
export { type Checkpoint, CheckpointStore, readCheckpoint } from './checkpoint.js';
export { commandOf } from './command-line.js';
export { type Preset, type Presets, presetFor, presets } from './presets/index.js';
export {
  importModules,
  type LoadOptions,
  loadRun,
  type ResumeOptions,
  resume,
  type SessionOptions,
  type TrainOptions,
  type TrainResult,
  train,
} from './run.js';
export { type RunConfig, type RunOptions, seedOf } from './run-config.js';
export { type FinalEvaluation, RunFolder } from './run-folder.js';
