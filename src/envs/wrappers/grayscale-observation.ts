// Turns colour images into their brightness.
import { UserError } from '../../io/errors.js';
import { Box, isImage, type Space } from '../../spaces/index.js';
import type { Env } from '../env.js';
import { readOptions } from '../options.js';
import { defineWrapper } from './define-wrapper.js';
import { TransformObservation } from './transform-observation.js';

/** ITU-R BT.709, as Gymnasium rounds it. */
const [RED, GREEN, BLUE] = [0.2125, 0.7154, 0.0721];

const OPTIONS = {
  /** Shape [height, width, 1] instead of [height, width] (default false). */
  keepDim: false,
};

export class GrayscaleObservation<A> extends TransformObservation<Uint8Array, A, Uint8Array> {
  /** @throws UserError when the observations are no colour images: bytes of shape [height, width, 3]. */
  constructor(env: Env<Uint8Array, A>, options: { keepDim?: boolean } = {}) {
    const { keepDim } = readOptions('GrayscaleObservation', OPTIONS, options);
    const space: Space = env.observationSpace;
    if (!isImage(space) || space.shape.length !== 3 || space.shape[2] !== 3) {
      throw new UserError(
        `GrayscaleObservation needs images of shape [height, width, 3], bytes from 0 to 255, got ${space}.`,
      );
    }
    const shape = keepDim ? [...space.shape.slice(0, 2), 1] : space.shape.slice(0, 2);
    super(env, grey, new Box({ low: 0, high: 255, shape, dtype: 'uint8' }));
  }
}

function grey(image: Uint8Array): Uint8Array {
  const out = new Uint8Array(image.length / 3);
  for (let i = 0, at = 0; i < out.length; i++, at += 3) {
    out[i] = RED! * image[at]! + GREEN! * image[at + 1]! + BLUE! * image[at + 2]!;
  }
  return out;
}

export const grayscaleObservation = /* @__PURE__ */ defineWrapper({
  id: 'GrayscaleObservation',
  description: 'Turns colour images into their brightness.',
  options: OPTIONS,
  create: (env, options) => new GrayscaleObservation(env, options),
});
