// The check of wrappers that work on arrays of numbers only.
import { UserError } from '../../io/errors.js';
import { Box, type PackedType, type Space } from '../../spaces/index.js';

/** @throws UserError when the space is not a Box. */
export function requireBox(wrapper: string, what: string, space: Space): Box<PackedType> {
  if (space instanceof Box) return space;
  throw new UserError(`${wrapper} needs a Box ${what} space, got ${space}.`);
}
