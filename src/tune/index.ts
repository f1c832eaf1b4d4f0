// Tuning of hyperparameters over all cores.
export type { Params } from './dimensions.js';
export type { MethodInput, PrunerMethod, PrunerName, SamplerMethod, SamplerName } from './methods.js';
export type { Objective } from './objective.js';
export type { TuneOptions } from './options.js';
export { ranked } from './ranking.js';
export type { StudyResult } from './results.js';
export type { Generation, StudySettings, TrialRecord } from './settings.js';
export { readSpace } from './space-check.js';
export { type ResumeStudyOptions, resumeStudy, type TuneRunOptions, tune } from './tune.js';
