// What the type checker knows of environments by their ids; filled in beside each of them by declaration merging.
import type { Space } from '../spaces/index.js';
import type { Env } from './env.js';
import type { VectorEnv } from './vector/vector-env.js';

/**
 * The definitions behind ids, from which `make` and `makeVec` derive spaces and options. Add your own:
 *
 * @example
 * export const corridor = defineEnv({ id: 'Corridor-v0', … });
 * declare module 'trainyard' {
 *   interface EnvTypes { 'Corridor-v0': typeof corridor }
 * }
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled in by declaration merging
export interface EnvTypes {}

export type EnvOptions = Record<string, unknown>;

/** Ids whose types are known. Any other string is an id too, of an environment of which nothing is known. */
export type EnvId = keyof EnvTypes;
export type AnyEnvId = EnvId | (string & {});

/** The environment that the definition behind an id creates. */
export type EnvOf<Id> = Id extends EnvId
  ? EnvTypes[Id] extends { create(options: never): infer E extends Env }
    ? E
    : Env
  : Env;

/** The options of the environment behind an id, all of them optional. */
export type OptionsOf<Id> = Id extends EnvId
  ? EnvTypes[Id] extends { create(options: infer Options): Env }
    ? Partial<Options>
    : EnvOptions
  : EnvOptions;

export type ObservationOf<E extends Env> = E['observationSpace'] extends Space<infer O> ? O : unknown;
export type ActionOf<E extends Env> = E['actionSpace'] extends Space<infer A> ? A : unknown;

/** What `make` returns: the environment inside wrappers, with its spaces, and with what it may have left out. */
export type MadeEnv<E extends Env> = Env<ObservationOf<E>, ActionOf<E>> &
  Pick<E, 'observationSpace' | 'actionSpace'> &
  Required<Pick<Env, 'render' | 'close'>>;

/** A vector of such environments. */
export type MadeVectorEnv<E extends Env> = VectorEnv<ObservationOf<E>, ActionOf<E>> & {
  readonly singleObservationSpace: E['observationSpace'];
  readonly singleActionSpace: E['actionSpace'];
};
