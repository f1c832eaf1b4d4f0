// How good a policy is, and callbacks that follow from it: all that training needs without files, also in a browser.
export {
  type CallbackDefinition,
  callbackDefinitions,
  createCallback,
  defineCallback,
  type RunPlace,
} from './define-callback.js';
export { EvalCallback, type EvalCallbackOptions } from './eval-callback.js';
export {
  type EvaluateOptions,
  type Evaluation,
  evaluatePolicy,
  evaluationSeed,
  type Policy,
} from './evaluate.js';
export { Every, elapsed } from './every.js';
export { type MatchOptions, type MatchResult, playMatch } from './match.js';
export { type RecordDatasetOptions, recordDataset } from './record-dataset.js';
export { loadCallbacks, type ResumableCallback, resumables, saveCallbacks } from './resumable.js';
export {
  formatReturn,
  formatScore,
  formatSuccess,
  formatTracked,
  normalizedScore,
  type References,
  type Score,
  scoreDigits,
  wilsonInterval,
} from './score.js';
export { StopTrainingOnRewardThreshold } from './stop-on-reward.js';
