// Worker threads: a pool for whole jobs and a vector of environments in lock step.
export type { ModuleRef } from './module-ref.js';
export { type MapOptions, WorkerPool, type WorkerPoolOptions } from './worker-pool.js';
export type { EnvSource } from './worker-protocol.js';
export { WorkerVectorEnv, type WorkerVectorEnvOptions } from './worker-vector-env.js';
