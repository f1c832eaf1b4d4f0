// Packs what a caller hands in as an observation, or says what is wrong with it.

import { show } from '../io/describe.js';
import { UserError } from '../io/errors.js';
import { allocatePacked, type PackedArray } from './dtypes.js';
import { misfit } from './fit.js';
import type { Space } from './space.js';

/**
 * The packed numbers of `value` in the space's own type. For values from outside, such as the argument of
 * `predict`; inside the project values are checked where environments return them.
 *
 * @param what the value's name in the message, e.g. `The observation of predict()`.
 * @throws UserError when the value has not the form of the space, holds NaN, or numbers that its type does not
 * hold. Numbers beyond the bounds of a box pass.
 * @example packObservation(new Discrete(4), 3, 'The observation') // Uint8Array [3]
 */
export function packObservation(space: Space, value: unknown, what: string): PackedArray {
  const reason = misfit(space, value);
  if (reason !== undefined) {
    throw new UserError(
      `${what} does not fit ${space}: ${reason}. Observations look like ${show(space.sample())}.`,
    );
  }
  const packed = allocatePacked(space.packedType, space.packedSize);
  space.pack(value, packed, 0);
  return packed;
}
