// The catalogue of environments: versioned ids, their limits and options, and `make`.
import { UserError } from '../io/errors.js';
import { nearest } from '../io/nearest.js';
import type { Env } from './env.js';
import type { AutoresetMode, VectorEnv } from './vector/vector-env.js';
import { OrderEnforcing } from './wrappers/order-enforcing.js';
import { TimeLimit } from './wrappers/time-limit.js';

export type EnvOptions = Record<string, unknown>;

/** What is known of an environment without making it. */
export interface EnvSpec {
  /** Name and version, e.g. `CartPole-v1`. Anything that may change results gets a new version. */
  id: string;
  /** One line for lists. */
  description: string;
  /** Steps after which an episode is truncated; absent: never. */
  maxEpisodeSteps?: number;
  /** Mean return at which the task counts as solved; absent: none is agreed on. */
  rewardThreshold?: number;
  /** Every option of the environment with its default value. */
  options: EnvOptions;
}

export interface VectorSettings {
  numEnvs: number;
  autoreset: AutoresetMode;
  options: EnvOptions;
  maxEpisodeSteps: number | undefined;
  spec: EnvSpec;
}

export interface EnvRegistration extends Omit<EnvSpec, 'options'> {
  options?: EnvOptions;
  create(options: EnvOptions): Env;
  /** A faster vector of these environments, step for step equal to single ones; `makeVec` then uses it. */
  createVector?(settings: VectorSettings): VectorEnv;
}

export interface MakeOptions extends EnvOptions {
  /** Overrides the limit of the specification; `Infinity` removes it. */
  maxEpisodeSteps?: number;
}

interface Entry {
  spec: EnvSpec;
  create: EnvRegistration['create'];
  createVector: EnvRegistration['createVector'];
}

const entries = new Map<string, Entry>();

/**
 * Adds an environment to the catalogue.
 *
 * @throws UserError when the id has no version or is taken.
 * @example
 * register({ id: 'Corridor-v0', description: 'Walk right.', maxEpisodeSteps: 50, create: () => new Corridor() });
 */
export function register({ create, createVector, options = {}, ...spec }: EnvRegistration): void {
  if (!/-v\d+$/.test(spec.id)) {
    throw new UserError(`An environment id must end in a version such as "${spec.id}-v0", got "${spec.id}".`);
  }
  if (entries.has(spec.id)) throw new UserError(`The environment "${spec.id}" is registered already.`);
  entries.set(spec.id, { spec: Object.freeze({ ...spec, options }), create, createVector });
}

/** Specifications of all environments, in the order of their registration. */
export function envSpecs(): EnvSpec[] {
  return Array.from(entries.values(), (entry) => entry.spec);
}

/** @throws UserError with the nearest ids when there is no such environment. */
export function envSpec(id: string): EnvSpec {
  return entryOf(id).spec;
}

/** The environments of which `make` knows the types; extend it by declaration merging for your own. */
// biome-ignore lint/suspicious/noEmptyInterface: filled in by declaration merging
export interface EnvTypes {}

/** What `make` adds where an environment leaves it out. */
type Complete = Required<Pick<Env, 'render' | 'close'>>;

/**
 * Makes the environment, cut at its time limit and guarded against misuse ({@link OrderEnforcing}).
 *
 * @param options the environment's own options (see `envSpec(id).options`) and `maxEpisodeSteps`.
 * @throws UserError when id or an option is unknown, with the nearest valid names.
 * @example
 * const env = make('FrozenLake-v1', { mapName: '8x8', isSlippery: false });
 */
export function make<Id extends keyof EnvTypes>(id: Id, options?: MakeOptions): EnvTypes[Id] & Complete;
export function make(id: string, options?: MakeOptions): Env & Complete;
export function make(id: string, options: MakeOptions = {}): Env & Complete {
  const { entry, maxEpisodeSteps, envOptions } = resolve(id, options);
  const bare = entry.create(envOptions);
  bare.spec = { ...entry.spec, maxEpisodeSteps, options: envOptions };
  return new OrderEnforcing(maxEpisodeSteps === undefined ? bare : new TimeLimit(bare, maxEpisodeSteps));
}

/** The registration behind an id with its options checked and completed. */
export function resolve(id: string, { maxEpisodeSteps, ...given }: MakeOptions) {
  const entry = entryOf(id);
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(entry.spec.options, name)) throw unknownOption(entry.spec, name);
  }
  const limit = maxEpisodeSteps ?? entry.spec.maxEpisodeSteps;
  return {
    entry,
    maxEpisodeSteps: limit === Infinity ? undefined : limit,
    envOptions: { ...entry.spec.options, ...given },
  };
}

function unknownOption({ id, options }: EnvSpec, name: string): UserError {
  const known = [...Object.keys(options), 'maxEpisodeSteps'];
  const near = nearest(name, known);
  const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Options are ${known.join(', ')}.`;
  return new UserError(`${id} has no option "${name}". ${hint}`);
}

function entryOf(id: string): Entry {
  const entry = entries.get(id);
  if (entry) return entry;
  const ids = [...entries.keys()];
  const name = id.replace(/-v\d+$/, '');
  const versions = ids.filter((known) => known.replace(/-v\d+$/, '') === name);
  if (versions.length > 0) {
    throw new UserError(`Unknown environment "${id}": of ${name} there is ${versions.join(' and ')}.`);
  }
  const near = nearest(id, ids);
  const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Known are ${ids.join(', ')}.`;
  throw new UserError(`Unknown environment "${id}". ${hint}`);
}
