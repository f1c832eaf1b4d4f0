// Wrappers by name and options: what a run writes into its configuration, and makes again from it.

import { describe } from '../../io/describe.js';
import { UserError } from '../../io/errors.js';
import { nearest } from '../../io/nearest.js';
import { requireKnown } from '../../io/options.js';
import type { Env } from '../env.js';
import { readOptions } from '../options.js';
import { builtin } from './builtin.js';
import { definedWrappers, type WrapperDefinition } from './define-wrapper.js';
import { requireEnv } from './require-env.js';

/** A wrapper by its registered name, with the options that differ from their defaults. */
export interface WrapperSpec {
  name: string;
  options?: Record<string, unknown>;
}

/** All wrappers with a name: ours, then those defined since. */
export function wrappers(): WrapperDefinition[] {
  return [...new Set([...builtin, ...definedWrappers().values()])];
}

/** @throws UserError with the nearest names when there is no such wrapper. */
export function wrapper(name: string): WrapperDefinition {
  const all = wrappers();
  const found = all.find(({ id }) => id === name);
  if (found) return found;
  const ids = all.map(({ id }) => id);
  const near = nearest(String(name), ids);
  const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Known are ${ids.join(', ')}.`;
  throw new UserError(`Unknown wrapper "${name}". ${hint}`);
}

/**
 * The same list with every option that there is, checked: what a run writes down.
 *
 * @throws UserError when a name or option is unknown, or a value is not what its option takes.
 */
export function completeWrappers(list: readonly WrapperSpec[]): Required<WrapperSpec>[] {
  if (!Array.isArray(list)) {
    throw new UserError(`Wrappers must be a list such as [{ name: 'FrameStack' }], got ${describe(list)}.`);
  }
  return list.map((spec) => {
    if (typeof spec !== 'object' || spec === null) {
      throw new UserError(`A wrapper is described as { name, options }, got ${describe(spec)}.`);
    }
    requireKnown('A wrapper', spec, ['name', 'options']);
    const { id, options = {} } = wrapper(spec.name);
    return { name: id, options: readOptions(id, options, spec.options ?? {}) };
  });
}

/**
 * Puts wrappers around an environment, the first of the list innermost.
 *
 * @throws UserError when a name or option is unknown, or a wrapper does not fit the environment.
 * @example wrap(make('CartPole-v1'), [{ name: 'FrameStack', options: { stackSize: 2 } }, { name: 'NormalizeReward' }])
 */
export function wrap(env: Env, list: readonly WrapperSpec[]): Env {
  requireEnv('wrap()', env);
  return completeWrappers(list).reduce((inner, { name, options }) => {
    const wrapped = wrapper(name).create(inner as Env<never, never>, options);
    requireEnv(`create() of the wrapper ${name}`, wrapped);
    return wrapped as Env;
  }, env);
}
