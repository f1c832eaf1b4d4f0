// Wrappers that take a list: without types, other things come too.
import { show } from '../../io/describe.js';
import { UserError } from '../../io/errors.js';

/** @throws UserError when `list` is none; `example` says what it holds. */
export function requireList(wrapper: string, list: unknown, example: string): void {
  if (!Array.isArray(list))
    throw new UserError(`${wrapper} takes a list such as ${example}, got ${show(list)}.`);
}
