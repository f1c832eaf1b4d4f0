// The catalogue of environments: finds definitions by id and makes environments from them.
import { show } from '../io/describe.js';
import { UserError } from '../io/errors.js';
import { nearest } from '../io/nearest.js';
import { requireKnown } from '../io/options.js';
import { builtin } from './builtin.js';
import { definedEnvs, type EnvDefinition, type EnvSpec, requireLimit, specOf } from './define-env.js';
import type { AnyEnvId, EnvOf, EnvOptions, MadeEnv, OptionsOf } from './env-types.js';
import { envFamilies, familyOf } from './families.js';
import { isLoaded } from './loading.js';
import { readOptions } from './options.js';
import { looksLikeWorld, worldSpec } from './vector/worlds.js';
import { OrderEnforcing } from './wrappers/order-enforcing.js';
import { TimeLimit } from './wrappers/time-limit.js';

/** The environment's own options, and … */
export type MakeOptions<Id = string> = OptionsOf<Id> & {
  /** Overrides the limit of the specification; `Infinity` removes it. */
  maxEpisodeSteps?: number;
};

/** Specifications of all environments: ours, then those defined since. */
export function envSpecs(): EnvSpec[] {
  return [...new Set([...builtin, ...definedEnvs().values()])].map((definition) => specOf(definition));
}

/** @throws UserError with the nearest ids when there is no such environment. */
export function envSpec(id: string): EnvSpec {
  return worldSpec(id) ?? specOf(definitionOf(id));
}

/**
 * Makes the environment, cut at its time limit and guarded against misuse ({@link OrderEnforcing}).
 *
 * @param options the environment's own options (see `envSpec(id).options`) and `maxEpisodeSteps`.
 * @throws UserError when id or an option is unknown, with the nearest valid names, when a value is not what its
 *   option takes, and when the environment must be loaded first (`await makeAsync(id)`).
 * @example
 * const env = make('FrozenLake-v1', { mapName: '8x8', isSlippery: false });
 */
export function make<Id extends AnyEnvId>(id: Id, options?: MakeOptions<Id>): MadeEnv<EnvOf<Id>> {
  const { definition, spec } = resolve(id, options);
  const bare = definition.create(spec.options);
  bare.spec = spec;
  const { maxEpisodeSteps } = spec;
  const limited = maxEpisodeSteps === undefined ? bare : new TimeLimit(bare, maxEpisodeSteps);
  return new OrderEnforcing(limited) as unknown as MadeEnv<EnvOf<Id>>;
}

/** The definition behind an id, and the specification of the environment to make, with its options complete. */
export function resolve(id: string, options: EnvOptions = {}): { definition: EnvDefinition; spec: EnvSpec } {
  const definition = definitionOf(id);
  if (!isLoaded(definition)) {
    throw new UserError(
      `"${id}" must be loaded before it can be made: await makeAsync("${id}"), or await loadEnv("${id}") first.`,
    );
  }
  const { options: known = {} } = definition;
  // A misspelt name is compared with the limit's too.
  requireKnown(id, options, [...Object.keys(known), 'maxEpisodeSteps']);
  const { maxEpisodeSteps = definition.maxEpisodeSteps, ...own } = options;
  if (maxEpisodeSteps !== undefined) requireLimit(id, maxEpisodeSteps);
  return {
    definition,
    spec: {
      ...specOf(definition, readOptions(id, known, own)),
      maxEpisodeSteps: maxEpisodeSteps === Infinity ? undefined : (maxEpisodeSteps as number | undefined),
    },
  };
}

/** @throws UserError when there is no such environment, or its family has not been imported. */
export function definitionOf(id: string): EnvDefinition {
  if (typeof id !== 'string')
    throw new UserError(`An environment's id is text such as "CartPole-v1", got ${show(id)}.`);
  const definition = definedEnvs().get(id);
  if (definition) return definition;
  const family = familyOf(id);
  const ids = [...new Set([...builtin.map((known) => known.id), ...definedEnvs().keys()])];
  if (family && !ids.some((known) => familyOf(known) === family)) {
    throw new UserError(
      `"${id}" belongs to ${family.entry}, which is not loaded: import '${family.entry}', or await makeAsync("${id}").`,
    );
  }
  throw new UserError(`Unknown environment "${id}"${hint(id, ids)}`);
}

const WORLDS =
  ". Worlds with many agents are made by makeParallel and makeAec of 'trainyard/envs/multi'; as rows for learners by " +
  'makeVec, once that is imported.';

function hint(id: string, ids: string[]): string {
  const name = id.replace(/-v\d+$/, '');
  const versions = ids.filter((known) => known.replace(/-v\d+$/, '') === name);
  if (versions.length > 0) return `: of ${name} there is ${versions.join(' and ')}.`;
  // Before ids that look alike: ising_1d_v0 is not meant to be Ising1D-v0.
  if (worldSpec(id)) return WORLDS;
  const near = nearest(id, ids);
  if (near.length > 0) return `. Did you mean ${near.join(' or ')}?`;
  const prefixes = envFamilies().flatMap((family) => family.prefixes);
  const meant = prefixes.find((prefix) => id.toLowerCase().startsWith(prefix.toLowerCase()));
  if (meant !== undefined) return `. Did you mean one that begins with ${meant}?`;
  if (looksLikeWorld(id)) return WORLDS;
  const more = prefixes.map((prefix) => `${prefix}…`);
  const core = ids.filter((known) => !familyOf(known));
  return `. Known are ${[...core, ...more].join(', ')}.`;
}
