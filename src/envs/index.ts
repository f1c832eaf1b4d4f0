// Environments: Gymnasium's contract, the registry, wrappers and vectors.
export { type CheckEnvOptions, checkEnv } from './check/check-env.js';
export type { Finding } from './check/findings.js';
export { Acrobot, type AcrobotOptions } from './classic-control/acrobot.js';
export { CartPole, type CartPoleOptions } from './classic-control/cartpole.js';
export { MountainCar, type MountainCarOptions } from './classic-control/mountain-car.js';
export {
  MountainCarContinuous,
  type MountainCarContinuousOptions,
} from './classic-control/mountain-car-continuous.js';
export { Pendulum, type PendulumOptions } from './classic-control/pendulum.js';
export { CueMemory, type CueMemoryOptions } from './cue-memory.js';
export {
  defineEnv,
  type EnvDefinition,
  type EnvSpec,
  type PlayGuide,
  type VectorSettings,
} from './define-env.js';
export type { CellBox, Drawing, Shape } from './drawing.js';
export type { Env, EnvState, Info, ResetOptions, ResetResult, StepResult } from './env.js';
// All of it: only through `export *` can a program add to `EnvTypes` by the name of the package.
export * from './env-types.js';
export { requireExactState } from './exact-state.js';
export { defineEnvFamily, type EnvFamily, envFamilies } from './families.js';
export { Gridworld, type GridworldOptions } from './gridworld/gridworld.js';
export { IdentityEnv, IdentityEnvBox, IdentityEnvMultiBinary, IdentityEnvMultiDiscrete } from './identity.js';
export { loadEnv, makeAsync, makeVecAsync } from './make-async.js';
// A namespace: its words (sweep, actionValues, …) are those of its own field.
export * as mdp from './mdp/index.js';
export {
  changedDefaults,
  Option,
  type OptionRules,
  type OptionSpecs,
  type OptionValues,
  option,
} from './options.js';
export { envSpec, envSpecs, type MakeOptions, make } from './registry.js';
export type { SearchGame, Symmetry } from './search-game.js';
export { SeededEnv } from './seeded-env.js';
export { toSvg } from './svg.js';
export { toText } from './terminal.js';
export { Blackjack, type BlackjackObservation, type BlackjackOptions } from './toy-text/blackjack.js';
export { CliffWalking, type CliffWalkingOptions } from './toy-text/cliff-walking.js';
export {
  FROZEN_LAKE_MAPS,
  FrozenLake,
  type FrozenLakeOptions,
  generateRandomMap,
} from './toy-text/frozen-lake.js';
export { type Outcome, TabularEnv, type TransitionTable } from './toy-text/tabular.js';
export { Taxi, type TaxiOptions } from './toy-text/taxi.js';
export { unsavable } from './unsavable.js';
export {
  asVectorEnv,
  type EnvLike,
  type EnvTransform,
  type MakeVecOptions,
  makeVec,
  type VectorizeOptions,
  vectorize,
} from './vector/make-vec.js';
export { OfflineEnv } from './vector/offline-env.js';
export { RowsVectorEnv } from './vector/rows-vector-env.js';
export { SeededRows, type WorldRows } from './vector/seeded-rows.js';
export { SyncVectorEnv } from './vector/sync-vector-env.js';
export type { AutoresetMode, Neighbours, VectorEnv, VectorResetOptions } from './vector/vector-env.js';
export {
  VectorNormalizeObservation,
  type VectorNormalizeObservationOptions,
} from './vector/vector-normalize-observation.js';
export {
  VectorNormalizeReward,
  type VectorNormalizeRewardOptions,
} from './vector/vector-normalize-reward.js';
export { VectorWrapper } from './vector/vector-wrapper.js';
export { isManyAgents } from './vector/worlds.js';
export * from './wrappers/index.js';
