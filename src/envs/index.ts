// Environments: Gymnasium's contract, the registry, wrappers and vectors.
import './builtin.js';

export type { Drawing, Shape } from './drawing.js';
export type { Env, EnvState, Info, ResetOptions, ResetResult, StepResult } from './env.js';
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
export { asVectorEnv, type MakeVecOptions, makeVec } from './vector/make-vec.js';
export { SyncVectorEnv } from './vector/sync-vector-env.js';
export type { AutoresetMode, VectorEnv } from './vector/vector-env.js';
export { OrderEnforcing } from './wrappers/order-enforcing.js';
export { TimeLimit } from './wrappers/time-limit.js';
export { unwrapped, Wrapper } from './wrappers/wrapper.js';
