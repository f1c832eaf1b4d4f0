// Makes vectors of environments: by id, from a function that makes one, or around one that is there already.
import { UserError } from '../../io/errors.js';
import { requireKnown } from '../../io/options.js';
import type { EnvDefinition, VectorSettings } from '../define-env.js';
import type { Env } from '../env.js';
import type { AnyEnvId, EnvOf, MadeVectorEnv } from '../env-types.js';
import { type MakeOptions, make, resolve } from '../registry.js';
import { type WrapperSpec, wrap } from '../wrappers/named.js';
import { ourForms } from './our-forms.js';
import { requireAutoreset, requireCount } from './rows.js';
import { RowsVectorEnv } from './rows-vector-env.js';
import { created, SyncVectorEnv } from './sync-vector-env.js';
import type { AutoresetMode, VectorEnv } from './vector-env.js';
import { makeWorldRows, worldSpec } from './worlds.js';

/** Changes an environment, e.g. `(env) => new FrameStack(env, 4)`. */
export type EnvTransform = (env: Env) => Env;

export interface VectorizeOptions {
  /** Default 1. */
  numEnvs?: number;
  /** Default `same-step`, the mode that agents use. */
  autoreset?: AutoresetMode;
  /** Put around each environment, the first innermost: by registered name, or functions. */
  wrappers?: readonly (WrapperSpec | EnvTransform)[];
}

export interface MakeVecOptions<Id = string> extends VectorizeOptions {
  /** Options of the environment, and `maxEpisodeSteps`. */
  options?: MakeOptions<Id>;
  /** `auto` (default): the environment's own vectorised implementation where there is one; `sync`: never. */
  vectorization?: 'auto' | 'sync';
}

const COMMON = ['numEnvs', 'autoreset', 'wrappers'] as const;

/**
 * Makes `numEnvs` environments that step together. Of a world with many agents (`trainyard/envs/multi`), `numEnvs` worlds,
 * with a row for each of their agents: see `agentsAsVector`.
 *
 * @throws UserError when the id, an option or a key is unknown, a value is not what its option takes, or the
 *   environment must be loaded first (`await makeVecAsync(id)`).
 * @example
 * const envs = makeVec('CartPole-v1', { numEnvs: 8 });
 * envs.reset({ seed: 0 });
 */
export function makeVec<Id extends AnyEnvId>(
  id: Id,
  settings: MakeVecOptions<Id> = {},
): MadeVectorEnv<EnvOf<Id>> {
  requireKnown('makeVec()', settings, [...COMMON, 'options', 'vectorization']);
  const { numEnvs = 1, autoreset = 'same-step', options, wrappers = [], vectorization = 'auto' } = settings;
  requireCount('numEnvs', numEnvs);
  requireAutoreset(autoreset);
  if (vectorization !== 'auto' && vectorization !== 'sync') {
    throw new UserError(
      `vectorization must be 'auto' or 'sync', got '${vectorization}'. (Threads: WorkerVectorEnv of trainyard/parallel.)`,
    );
  }
  if (worldSpec(id))
    return makeWorldRows(id, options ?? {}, { numEnvs, autoreset, wrappers }) as MadeVectorEnv<EnvOf<Id>>;
  const { definition, spec } = resolve(id, options);
  const { maxEpisodeSteps } = spec;
  const own =
    vectorization === 'auto' && wrappers.length === 0
      ? vectorForm(definition, { numEnvs, autoreset, options: spec.options, maxEpisodeSteps, spec })
      : undefined;
  const vector = own ?? vectorize(() => make(id, options), { numEnvs, autoreset, wrappers });
  return vector as MadeVectorEnv<EnvOf<Id>>;
}

/** The environment's own vector, where it has one for these settings. */
function vectorForm(definition: EnvDefinition, settings: VectorSettings): VectorEnv | undefined {
  const rows = ourForms[definition.id]?.(settings);
  return rows ? new RowsVectorEnv(rows, settings) : definition.createVector?.(settings);
}

/**
 * A vector of your own environments, guarded against misuse.
 *
 * @param create makes one environment, a new one in every call
 * @throws UserError when it does not, or when the environments' spaces differ.
 * @example const envs = vectorize(() => new Corridor(), { numEnvs: 8 });
 */
export function vectorize<E extends Env>(create: () => E, settings: VectorizeOptions = {}): MadeVectorEnv<E> {
  requireKnown('vectorize()', settings, COMMON);
  const { numEnvs = 1, autoreset, wrappers = [] } = settings;
  requireCount('numEnvs', numEnvs);
  const row = () =>
    wrappers.reduce(
      (env, wrapper) => (typeof wrapper === 'function' ? wrapper(env) : wrap(env, [wrapper])),
      created(create),
    );
  const envs = new SyncVectorEnv(Array<() => Env>(numEnvs).fill(row), { autoreset });
  return envs as unknown as MadeVectorEnv<E>;
}

/** What agents take: an id, an environment, a function that makes one, or a vector. */
export type EnvLike = string | Env | (() => Env) | VectorEnv;

/**
 * A vector from whatever describes environments, guarded against misuse; a vector stays as it is.
 *
 * @param numEnvs how many; an environment that is there already is only one (default 1).
 * @example asVectorEnv(() => new Corridor(), { numEnvs: 8 })
 */
export function asVectorEnv(env: EnvLike, settings: { numEnvs?: number } = {}): VectorEnv {
  requireKnown('asVectorEnv()', settings, ['numEnvs']);
  const { numEnvs } = settings;
  if (typeof env === 'string') return makeVec(env, { numEnvs });
  if (typeof env === 'function') return vectorize(env, { numEnvs });
  if (typeof env === 'object' && env !== null) {
    const present = 'numEnvs' in env ? env.numEnvs : 1;
    if (numEnvs !== undefined && numEnvs !== present) {
      throw new UserError(
        `${numEnvs} environments are wanted and ${present} is there: pass a function that makes one, () => new …`,
      );
    }
    return 'numEnvs' in env ? env : vectorize(() => env);
  }
  throw new UserError(
    `An environment is an id, an Env, a function that makes one, or a VectorEnv; got ${env}.`,
  );
}
