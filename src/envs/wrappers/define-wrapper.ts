// Definitions of wrappers: name and options of each, stated beside its class; and those that have been made so far.
import { UserError } from '../../io/errors.js';
import { requireKnown } from '../../io/options.js';
import type { Env } from '../env.js';
import type { OptionSpecs, OptionValues } from '../options.js';

export interface WrapperDefinition<S extends OptionSpecs = OptionSpecs> {
  /** What runs call it, e.g. `FrameStack`. */
  id: string;
  /** One line for lists. */
  description: string;
  /** Defaults by name, plain or with rules (`option(4, { min: 1 })`). They are checked before `create` sees them. */
  options?: S;
  /** It changes rewards alone: evaluations leave it out, so that their returns are those of the environment. */
  rewardsOnly?: boolean;
  /** Puts the wrapper around an environment. */
  create(env: Env<never, never>, options: OptionValues<S>): unknown;
}

const KEYS = ['id', 'description', 'options', 'rewardsOnly', 'create'];
const definitions = new Map<string, WrapperDefinition>();

/**
 * Defines a wrapper: from now on `wrap`, runs and the command line know it by its id.
 *
 * @throws UserError when the id is taken, or a key is missing or unknown.
 * @example
 * export const doubled = defineWrapper({
 *   id: 'ScaleReward',
 *   description: 'Multiplies rewards.',
 *   options: { factor: 2 },
 *   create: (env, { factor }) => new TransformReward(env, (reward) => factor * reward),
 * });
 */
export function defineWrapper<S extends OptionSpecs = Record<never, never>>(
  definition: WrapperDefinition<S>,
): WrapperDefinition<S> {
  const { id, create } = definition;
  if (typeof id !== 'string' || !/^\w+$/.test(id)) {
    throw new UserError(`The id of a wrapper must be a word such as FrameStack, got ${JSON.stringify(id)}.`);
  }
  requireKnown(`defineWrapper() of ${id}`, definition, KEYS);
  if (typeof create !== 'function') {
    throw new UserError(`defineWrapper() of ${id} needs create, a function that wraps an environment.`);
  }
  if (definitions.has(id)) throw new UserError(`The wrapper "${id}" is defined already.`);
  definitions.set(id, definition as unknown as WrapperDefinition);
  return definition;
}

/** Everything defined so far, by id. */
export function definedWrappers(): ReadonlyMap<string, WrapperDefinition> {
  return definitions;
}
