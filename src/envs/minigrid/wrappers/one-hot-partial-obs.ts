// Shows type, colour and state of each cell as zeros and ones.
import { UserError } from '../../../io/errors.js';
import type { Env } from '../../env.js';
import type { WrapperDefinition } from '../../wrappers/define-wrapper.js';
import type { MiniGridObservation } from '../minigrid.js';
import { COLOUR_NAMES, LOCKED, TYPE_NAMES } from '../objects.js';
import { ReplaceImage } from './replace-image.js';
import { requireImage } from './require-mini-grid.js';

const TYPES = TYPE_NAMES.length;
const COLOURS = COLOUR_NAMES.length;
const BITS = TYPES + COLOURS + LOCKED + 1;

/**
 * The image is [columns, rows, 20]: 11 types, 6 colours, 3 states. The bounds are 0 and 1 (MiniGrid states 0 and 255), so
 * that learners take the bits as they are instead of scaling them as pixels.
 */
export class OneHotPartialObsWrapper<A> extends ReplaceImage<A> {
  /** @throws UserError when the observations hold no image of three bytes a cell. */
  constructor(env: Env<MiniGridObservation, A>) {
    const { image } = requireImage('OneHotPartialObsWrapper', env.observationSpace);
    const [columns, rows, bytes] = image.shape;
    if (bytes !== 3) {
      throw new UserError(`OneHotPartialObsWrapper needs images of three bytes a cell, got ${image}.`);
    }
    super('OneHotPartialObsWrapper', env, { shape: [columns!, rows!, BITS], high: 1 }, (observation) =>
      oneHot(observation.image),
    );
  }
}

function oneHot(image: Uint8Array): Uint8Array {
  const bits = new Uint8Array((image.length / 3) * BITS);
  for (let from = 0, to = 0; from < image.length; from += 3, to += BITS) {
    if (image[from + 2]! > LOCKED) {
      throw new UserError(
        'OneHotPartialObsWrapper shows what the agent sees; it has no bits for the agent itself, which FullyObsWrapper shows.',
      );
    }
    bits[to + image[from]!] = 1;
    bits[to + TYPES + image[from + 1]!] = 1;
    bits[to + TYPES + COLOURS + image[from + 2]!] = 1;
  }
  return bits;
}

export const oneHotPartialObsWrapper: WrapperDefinition<Record<never, never>> = {
  id: 'OneHotPartialObsWrapper',
  description: 'Shows the cells of MiniGrid as zeros and ones.',
  create: (env) => new OneHotPartialObsWrapper(env),
};
