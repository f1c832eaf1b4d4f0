// Wrappers that pass values through a function of the user.
import { show } from '../../io/describe.js';
import { UserError } from '../../io/errors.js';

/** @throws UserError when it is none. */
export function requireFunction(wrapper: string, transform: unknown): void {
  if (typeof transform === 'function') return;
  throw new UserError(`${wrapper} needs a function, such as (value) => value / 2, got ${show(transform)}.`);
}
