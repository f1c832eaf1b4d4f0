// Definitions of worlds with many agents, and what is made from them by id.
import { show } from '../../io/describe.js';
import { UserError } from '../../io/errors.js';
import { nearest } from '../../io/nearest.js';
import { requireKnown } from '../../io/options.js';
import { allowedValues, defaultsOf, type OptionSpecs, type OptionValues, readOptions } from '../options.js';
import { aecToParallel } from './aec-to-parallel.js';
import { requireWorld } from './calls.js';
import type { AecEnv, MultiEnv, MultiEnvSpec, ParallelEnv } from './contract.js';
import { parallelToAec } from './parallel-to-aec.js';

export interface MultiEnvDefinition<
  E extends ParallelEnv | AecEnv = ParallelEnv | AecEnv,
  S extends OptionSpecs = OptionSpecs,
> extends Pick<MultiEnvSpec, 'id' | 'description'> {
  /** Defaults by name, plain or with rules; checked before `create` sees them. */
  options?: S;
  create(options: OptionValues<S>): E;
}

/**
 * The definitions behind ids, from which `makeParallel` and `makeAec` derive spaces and options. Add your own as to
 * `EnvTypes`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled in by declaration merging
export interface MultiEnvTypes {}

/** Known ids, and any other. */
export type AnyMultiEnvId = keyof MultiEnvTypes | (string & {});

type OptionsOf<Id> = Id extends keyof MultiEnvTypes
  ? MultiEnvTypes[Id] extends { create(options: infer Options): unknown }
    ? Partial<Options>
    : Record<string, unknown>
  : Record<string, unknown>;

type MadeOf<Id> = Id extends keyof MultiEnvTypes
  ? MultiEnvTypes[Id] extends { create(options: never): infer E }
    ? E
    : MultiEnv
  : MultiEnv;

export type ParallelOf<Id> = MadeOf<Id> extends MultiEnv<infer O, infer A> ? ParallelEnv<O, A> : ParallelEnv;
export type AecOf<Id> = MadeOf<Id> extends MultiEnv<infer O, infer A> ? AecEnv<O, A> : AecEnv;

const definitions = new Map<string, MultiEnvDefinition>();

/**
 * Defines a world with many agents: from now on `makeParallel` and `makeAec` know it by its id.
 *
 * @throws UserError when the id has no version or is taken, or a key is unknown.
 * @example
 * export const tag = defineMultiEnv({
 *   id: 'tag_v0',
 *   description: 'Catch the others.',
 *   options: { agents: option(4, { integer: true, min: 2 }) },
 *   create: ({ agents }) => new Tag(agents),
 * });
 */
export function defineMultiEnv<E extends ParallelEnv | AecEnv, S extends OptionSpecs = Record<never, never>>(
  definition: MultiEnvDefinition<E, S>,
): MultiEnvDefinition<E, S> {
  const { id } = definition;
  if (typeof id !== 'string' || !/[_-]v\d+$/.test(id)) {
    throw new UserError(`The id of a world must end in a version such as "${id}_v0", got "${id}".`);
  }
  requireKnown(`defineMultiEnv() of ${id}`, definition, ['id', 'description', 'options', 'create']);
  if (typeof definition.create !== 'function') {
    throw new UserError(`defineMultiEnv() of ${id} needs create, a function that makes a world.`);
  }
  if (definitions.has(id)) throw new UserError(`The world "${id}" is defined already.`);
  definitions.set(id, definition as unknown as MultiEnvDefinition);
  return definition;
}

/** Specifications of all worlds with many agents that are defined. */
export function multiEnvSpecs(): MultiEnvSpec[] {
  return [...definitions.values()].map(({ id, description, options = {} }) => ({
    id,
    description,
    options: defaultsOf(options),
    allowed: allowedValues(options),
  }));
}

/**
 * Makes a world whose agents act at once.
 *
 * @throws UserError when id or an option is unknown, a value is not what its option takes, or agents of the world must act
 *   one after the other: use `makeAec`, or `turnBasedToParallel(makeAec(id))`.
 * @example const env = makeParallel('battle_v4', { mapSize: 30 });
 */
export function makeParallel<Id extends AnyMultiEnvId>(id: Id, options?: OptionsOf<Id>): ParallelOf<Id> {
  const env = makeWorld(id, options);
  return (isAec(env) ? aecToParallel(env) : env) as ParallelOf<Id>;
}

/**
 * Makes a world whose agents act one after the other.
 *
 * @throws UserError when id or an option is unknown, or a value is not what its option takes.
 * @example const env = makeAec('tictactoe_v3');
 */
export function makeAec<Id extends AnyMultiEnvId>(id: Id, options?: OptionsOf<Id>): AecOf<Id> {
  const env = makeWorld(id, options);
  return (isAec(env) ? env : parallelToAec(env)) as AecOf<Id>;
}

/** Whether agents of the world act one after the other. */
export function isAec(env: MultiEnv): env is AecEnv {
  return 'agentSelection' in env;
}

function makeWorld(id: string, given: Record<string, unknown> = {}): ParallelEnv | AecEnv {
  const definition = definitions.get(id);
  if (!definition) throw unknownWorld(id);
  const options = readOptions(id, definition.options ?? {}, given);
  const env = definition.create(options);
  requireWorld(`create() of ${id}`, env);
  env.spec = {
    id,
    description: definition.description,
    options,
    allowed: allowedValues(definition.options ?? {}),
  };
  return env;
}

function unknownWorld(id: unknown): UserError {
  const ids = [...definitions.keys()];
  const near = typeof id === 'string' ? nearest(id, ids) : [];
  const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Known are ${ids.join(', ')}.`;
  return new UserError(`There is no world with many agents called ${show(id)}. ${hint}`);
}
