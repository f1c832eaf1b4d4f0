// The run: training in a folder, callbacks, evaluation, checkpoints, presets.
export * from '../evaluate/index.js';
export * from './callbacks/index.js';
export { type Checkpoint, CheckpointStore, readCheckpoint } from './checkpoint.js';
export { commandOf } from './command-line.js';
export { type CurriculumOptions, curriculum } from './curriculum.js';
export { readDataset, writeDataset } from './dataset-file.js';
export type { RunBackend } from './kernels.js';
export { importModules, moduleFromHere } from './modules.js';
export { type LoadedRun, type LoadOptions, loadRun, type OpenOptions } from './open-run.js';
export { type PresetOptions, readPreset } from './preset-options.js';
export { prepareRun, type ResumeOptions, resume, type TrainOptions, train } from './run.js';
export { algorithmsWithPreset, isRegistered, type RunConfig, type RunOptions, seedOf } from './run-config.js';
export type { EnvFactory, RunEnvs } from './run-env.js';
export { type FinalEvaluation, RunFolder } from './run-folder.js';
export type { SessionOptions, TrainResult } from './session.js';
export { trackedMeans, trackedName } from './tracked.js';
