// Finite Markov decision processes as data, Bellman's operators, exact planning, and empowerment.
export {
  actionValues,
  bestValues,
  choiceValue,
  greedyPolicy,
  optimalBackup,
  optimalBackupQ,
  policyBackup,
  policyBackupQ,
  policyValues,
  type TabularPolicy,
  uniformPolicy,
} from './bellman.js';
export { type CapacityOptions, type ChannelCapacity, channelCapacity } from './channel-capacity.js';
export { type EmpowermentOptions, empowerment } from './empowerment.js';
export { type DenseMDP, FiniteMDP, type MDPOutcome } from './finite-mdp.js';
export { type KnownMDP, mdpOf, type TableEnv } from './mdp-of.js';
export { distance, policyEvaluation, solvePolicy } from './policy-evaluation.js';
export { PolicyIteration, type PolicyIterationOptions, policyIteration } from './policy-iteration.js';
export { type SweepOptions, sweep } from './sweep.js';
export {
  type Plan,
  VALUE_ITERATION_METHODS,
  ValueIteration,
  type ValueIterationMethod,
  type ValueIterationOptions,
  valueIteration,
} from './value-iteration.js';
