// Shows image and mission as one vector, the mission letter by letter as zeros and ones.
import { UserError } from '../../../io/errors.js';
import { Box } from '../../../spaces/index.js';
import type { Env } from '../../env.js';
import { option, readOptions } from '../../options.js';
import type { WrapperDefinition } from '../../wrappers/define-wrapper.js';
import { TransformObservation } from '../../wrappers/transform-observation.js';
import { MISSION_CHARACTERS, MISSION_LENGTH, type MiniGridObservation } from '../minigrid.js';
import { requireImage } from './require-mini-grid.js';

const OPTIONS = {
  /** Characters of the longest mission. */
  maxStrLen: option(MISSION_LENGTH, { integer: true, min: 1 }),
};

/** Bytes: the image, then for each of `maxStrLen` characters a 1 in one of 28 places (a to z, space, comma). */
export class FlatObsWrapper<A> extends TransformObservation<Uint8Array, A, MiniGridObservation> {
  /** @throws UserError when the observations hold no image, and for missions that do not fit. */
  constructor(env: Env<MiniGridObservation, A>, maxStrLen: number = MISSION_LENGTH) {
    const { maxStrLen: length } = readOptions('FlatObsWrapper', OPTIONS, { maxStrLen });
    const { packedSize } = requireImage('FlatObsWrapper', env.observationSpace).image;
    const size = packedSize + MISSION_CHARACTERS.length * length;
    let last: string | undefined;
    let letters: Uint8Array = new Uint8Array();
    super(
      env,
      ({ image, mission }) => {
        if (mission !== last) letters = oneHot(mission, length);
        last = mission;
        const flat = new Uint8Array(size);
        flat.set(image);
        flat.set(letters, packedSize);
        return flat;
      },
      new Box({ low: 0, high: 255, shape: [size], dtype: 'uint8' }),
    );
  }
}

function oneHot(mission: string, length: number): Uint8Array {
  const letters = [...mission.toLowerCase()];
  if (letters.length > length) {
    throw new UserError(
      `FlatObsWrapper: the mission "${mission}" has ${letters.length} characters, more than maxStrLen ${length}.`,
    );
  }
  const bits = new Uint8Array(MISSION_CHARACTERS.length * length);
  letters.forEach((letter, i) => {
    const place = MISSION_CHARACTERS.indexOf(letter);
    if (place < 0) {
      throw new UserError(`FlatObsWrapper knows a to z, space and comma, not "${letter}" in "${mission}".`);
    }
    bits[MISSION_CHARACTERS.length * i + place] = 1;
  });
  return bits;
}

export const flatObsWrapper: WrapperDefinition<typeof OPTIONS> = {
  id: 'FlatObsWrapper',
  description: 'Shows image and mission of MiniGrid as one vector.',
  options: OPTIONS,
  create: (env, { maxStrLen }) => new FlatObsWrapper(env, maxStrLen),
};
