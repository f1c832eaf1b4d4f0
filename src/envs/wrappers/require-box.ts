// The check of wrappers that work on arrays of numbers only.
import { UserError } from '../../io/errors.js';
import { Box, type PackedType, type Space } from '../../spaces/index.js';

/** @throws UserError when the space is not a Box. */
export function requireBox(wrapper: string, what: string, space: Space): Box<PackedType> {
  if (space instanceof Box) return space as Box<PackedType>;
  throw new UserError(`${wrapper} needs a Box ${what} space, got ${space}.`);
}

/** @throws UserError when the space is not a Box of floats. */
export function requireFloatBox(wrapper: string, what: string, space: Space): Box<'float32' | 'float64'> {
  const box = requireBox(wrapper, what, space);
  if (box.dtype.startsWith('float')) return box as Box<'float32' | 'float64'>;
  throw new UserError(`${wrapper} needs a Box ${what} space of floats, got ${space}.`);
}
