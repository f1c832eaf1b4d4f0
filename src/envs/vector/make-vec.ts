// Makes vectors of environments: by id, or around one that is there already.
import { UserError } from '../../io/errors.js';
import type { Env } from '../env.js';
import { type EnvOptions, make, resolve } from '../registry.js';
import { OrderEnforcing } from '../wrappers/order-enforcing.js';
import { SyncVectorEnv } from './sync-vector-env.js';
import type { AutoresetMode, VectorEnv } from './vector-env.js';

export interface MakeVecOptions {
  /** Default 1. */
  numEnvs?: number;
  /** Default `same-step`, the mode that agents use. */
  autoreset?: AutoresetMode;
  /** Options of the environment, and `maxEpisodeSteps`. */
  options?: EnvOptions;
  /** `auto` (default): the environment's own vectorised implementation where there is one; `sync`: never. */
  vectorization?: 'auto' | 'sync';
}

/**
 * Makes `numEnvs` environments that step together.
 *
 * @throws UserError when the id or an option is unknown or `numEnvs` is not a positive integer.
 * @example
 * const envs = makeVec('CartPole-v1', { numEnvs: 8 });
 * envs.reset({ seed: 0 });
 */
export function makeVec(
  id: string,
  { numEnvs = 1, autoreset = 'same-step', options = {}, vectorization = 'auto' }: MakeVecOptions = {},
): VectorEnv {
  if (!Number.isSafeInteger(numEnvs) || numEnvs < 1) {
    throw new UserError(`numEnvs must be a positive integer, got ${numEnvs}.`);
  }
  const { entry, maxEpisodeSteps, envOptions } = resolve(id, options);
  if (entry.createVector && vectorization === 'auto') {
    const spec = { ...entry.spec, maxEpisodeSteps, options: envOptions };
    return entry.createVector({ numEnvs, autoreset, options: envOptions, maxEpisodeSteps, spec });
  }
  return new SyncVectorEnv(
    Array<() => Env>(numEnvs).fill(() => make(id, options)),
    { autoreset },
  );
}

/** A vector of one from an id or an environment, guarded against misuse; a vector stays as it is. */
export function asVectorEnv(env: string | Env | VectorEnv): VectorEnv {
  if (typeof env === 'string') return makeVec(env);
  if ('numEnvs' in env) return env;
  return new SyncVectorEnv([() => (env instanceof OrderEnforcing ? env : new OrderEnforcing(env))]);
}
