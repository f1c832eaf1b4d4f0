// Turns colour images into their brightness.
import { UserError } from '../../io/errors.js';
import { Box, isImage, type Space } from '../../spaces/index.js';
import type { Env } from '../env.js';
import { type OptionValues, option, readOptions } from '../options.js';
import { defineWrapper } from './define-wrapper.js';
import { requireEnv } from './require-env.js';
import { TransformObservation } from './transform-observation.js';

/** ITU-R BT.709, as Gymnasium rounds it. */
const [RED, GREEN, BLUE] = [0.2125, 0.7154, 0.0721];

const OPTIONS = {
  /** Shape [height, width, 1] instead of [height, width] (default false). */
  keepDim: false,
  /** Weighted as the eye sees colours (default), or the mean or the largest of the three, which the colour does not dim. */
  method: /* @__PURE__ */ option('luminance', { choices: ['luminance', 'mean', 'max'] }),
};

export type GrayscaleObservationOptions = Partial<OptionValues<typeof OPTIONS>>;

export class GrayscaleObservation<A> extends TransformObservation<Uint8Array, A, Uint8Array> {
  /** @throws UserError when the observations are no colour images: bytes of shape [height, width, 3]. */
  constructor(env: Env<Uint8Array, A>, options: GrayscaleObservationOptions = {}) {
    requireEnv('GrayscaleObservation', env);
    const { keepDim, method } = readOptions('GrayscaleObservation', OPTIONS, options);
    const space: Space = env.observationSpace;
    if (!isImage(space) || space.shape.length !== 3 || space.shape[2] !== 3) {
      throw new UserError(
        `GrayscaleObservation needs images of shape [height, width, 3], bytes from 0 to 255, got ${space}.`,
      );
    }
    const shape = keepDim ? [...space.shape.slice(0, 2), 1] : space.shape.slice(0, 2);
    super(env, METHODS[method], new Box({ low: 0, high: 255, shape, dtype: 'uint8' }));
  }
}

/** Fractions are cut off. */
const METHODS = {
  luminance: /* @__PURE__ */ grey((red, green, blue) => RED! * red + GREEN! * green + BLUE! * blue),
  mean: /* @__PURE__ */ grey((red, green, blue) => (red + green + blue) / 3),
  max: /* @__PURE__ */ grey((red, green, blue) => Math.max(red, green, blue)),
};

function grey(shade: (red: number, green: number, blue: number) => number) {
  return (image: Uint8Array): Uint8Array => {
    const out = new Uint8Array(image.length / 3);
    for (let i = 0, at = 0; i < out.length; i++, at += 3) {
      out[i] = shade(image[at]!, image[at + 1]!, image[at + 2]!);
    }
    return out;
  };
}

export const grayscaleObservation = /* @__PURE__ */ defineWrapper({
  id: 'GrayscaleObservation',
  description: 'Turns colour images into their brightness.',
  options: OPTIONS,
  create: (env, options) => new GrayscaleObservation(env, options),
});
