// Definitions of environments: all that is known of one, stated beside it; and those that have been made so far.
import { UserError } from '../io/errors.js';
import { requireKnown } from '../io/options.js';
import type { Env } from './env.js';
import type { EnvOptions } from './env-types.js';
import { allowedValues, defaultsOf, type OptionSpecs, type OptionValues } from './options.js';
import type { AutoresetMode, VectorEnv } from './vector/vector-env.js';

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
  /** What each option may be, in words, e.g. `a number from 0 to 1`. */
  allowed?: Record<string, string>;
}

export interface VectorSettings<Options = EnvOptions> {
  numEnvs: number;
  autoreset: AutoresetMode;
  options: Options;
  maxEpisodeSteps: number | undefined;
  spec: EnvSpec;
}

export interface EnvDefinition<E extends Env = Env, S extends OptionSpecs = OptionSpecs>
  extends Omit<EnvSpec, 'options' | 'allowed'> {
  /** Defaults by name, plain or with rules (`option(4, { min: 4 })`). They are checked before `create` sees them. */
  options?: S;
  create(options: OptionValues<S>): E;
  /** A faster vector of these environments, step for step equal to single ones; `makeVec` then uses it. */
  createVector?(settings: VectorSettings<OptionValues<S>>): VectorEnv;
  /** What must be awaited once before `create` works, e.g. compiling a physics engine. */
  load?(): Promise<unknown>;
}

const KEYS = [
  ...['id', 'description', 'maxEpisodeSteps', 'rewardThreshold'],
  ...['options', 'create', 'createVector', 'load'],
];

const definitions = new Map<string, EnvDefinition>();

/**
 * Defines an environment: from now on `make`, `makeVec`, agents and the command line know it by its id.
 *
 * @returns the definition, whose type says what `make` returns: see {@link EnvTypes}.
 * @throws UserError when the id has no version or is taken, or a key is unknown.
 * @example
 * export const corridor = defineEnv({
 *   id: 'Corridor-v0',
 *   description: 'Walk right.',
 *   maxEpisodeSteps: 50,
 *   options: { length: option(5, { integer: true, min: 2 }) },
 *   create: ({ length }) => new Corridor(length),
 * });
 */
export function defineEnv<E extends Env, S extends OptionSpecs = Record<never, never>>(
  definition: EnvDefinition<E, S>,
): EnvDefinition<E, S> {
  const { id, maxEpisodeSteps } = definition;
  if (typeof id !== 'string' || !/-v\d+$/.test(id)) {
    throw new UserError(`An environment id must end in a version such as "${id}-v0", got "${id}".`);
  }
  requireKnown(`defineEnv() of ${id}`, definition, KEYS);
  if (typeof definition.create !== 'function') {
    throw new UserError(`defineEnv() of ${id} needs create, a function that makes an environment.`);
  }
  if (maxEpisodeSteps !== undefined) requireLimit(id, maxEpisodeSteps);
  if (definitions.has(id)) throw new UserError(`The environment "${id}" is defined already.`);
  definitions.set(id, definition as unknown as EnvDefinition);
  return definition;
}

/** Everything defined so far, by id. */
export function definedEnvs(): ReadonlyMap<string, EnvDefinition> {
  return definitions;
}

/** What is known of the environments that a definition creates. */
export function specOf({ id, description, maxEpisodeSteps, rewardThreshold, options = {} }: EnvDefinition) {
  const spec: EnvSpec = { id, description, options: defaultsOf(options), allowed: allowedValues(options) };
  if (maxEpisodeSteps !== undefined) spec.maxEpisodeSteps = maxEpisodeSteps;
  if (rewardThreshold !== undefined) spec.rewardThreshold = rewardThreshold;
  return spec;
}

/** @throws UserError when a time limit is neither a positive integer nor Infinity. */
export function requireLimit(owner: string, maxEpisodeSteps: unknown): void {
  const isLimit = Number.isSafeInteger(maxEpisodeSteps) && (maxEpisodeSteps as number) > 0;
  if (isLimit || maxEpisodeSteps === Infinity) return;
  throw new UserError(`${owner}: maxEpisodeSteps must be a positive integer, got ${maxEpisodeSteps}.`);
}
