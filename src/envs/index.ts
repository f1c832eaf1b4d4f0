// Environments: Gymnasium's contract, the registry, wrappers and vectors.
import './builtin.js';

export { type CheckEnvOptions, checkEnv } from './check/check-env.js';
export type { Finding } from './check/findings.js';
export { Acrobot } from './classic-control/acrobot.js';
export { CartPole } from './classic-control/cartpole.js';
export { MountainCar } from './classic-control/mountain-car.js';
export { MountainCarContinuous } from './classic-control/mountain-car-continuous.js';
export { Pendulum } from './classic-control/pendulum.js';
export { CueMemory } from './cue-memory.js';
export type { Drawing, Shape } from './drawing.js';
export type { Env, EnvState, Info, ResetOptions, ResetResult, StepResult } from './env.js';
export { Gridworld, type GridworldOptions } from './gridworld/gridworld.js';
export { IdentityEnv, IdentityEnvBox, IdentityEnvMultiBinary, IdentityEnvMultiDiscrete } from './identity.js';
export {
  type EnvOptions,
  type EnvRegistration,
  type EnvSpec,
  type EnvTypes,
  envSpec,
  envSpecs,
  type MakeOptions,
  make,
  register,
  type VectorSettings,
} from './registry.js';
export { SeededEnv } from './seeded-env.js';
export { toSvg } from './svg.js';
export { toText } from './terminal.js';
export { Blackjack } from './toy-text/blackjack.js';
export { CliffWalking } from './toy-text/cliff-walking.js';
export { FROZEN_LAKE_MAPS, FrozenLake, generateRandomMap } from './toy-text/frozen-lake.js';
export { type Outcome, TabularEnv, type TransitionTable } from './toy-text/tabular.js';
export { Taxi } from './toy-text/taxi.js';
export { CartPoleVectorEnv } from './vector/cartpole-vector-env.js';
export { asVectorEnv, type MakeVecOptions, makeVec } from './vector/make-vec.js';
export { SyncVectorEnv } from './vector/sync-vector-env.js';
export type { AutoresetMode, VectorEnv } from './vector/vector-env.js';
export {
  VectorNormalizeObservation,
  type VectorNormalizeObservationOptions,
} from './vector/vector-normalize-observation.js';
export {
  VectorNormalizeReward,
  type VectorNormalizeRewardOptions,
} from './vector/vector-normalize-reward.js';
export { VectorWrapper } from './vector/vector-wrapper.js';
export * from './wrappers/index.js';
