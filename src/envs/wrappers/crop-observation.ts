// Cuts rows and columns off the edges of images.
import { UserError } from '../../io/errors.js';
import { Box, type PackedArray } from '../../spaces/index.js';
import type { Env } from '../env.js';
import { type OptionValues, option, readOptions } from '../options.js';
import { defineWrapper } from './define-wrapper.js';
import { requireBox } from './require-box.js';
import { requireEnv } from './require-env.js';
import { TransformObservation } from './transform-observation.js';

const edge = /* @__PURE__ */ option(0, { integer: true, min: 0 });

/** Pixels to cut off at each edge (default 0). */
const OPTIONS = { top: edge, bottom: edge, left: edge, right: edge };

export type CropObservationOptions = Partial<OptionValues<typeof OPTIONS>>;

/** Observations are of shape [height, width] or [height, width, channels], of any number type. */
export class CropObservation<A, T extends PackedArray = Uint8Array> extends TransformObservation<T, A, T> {
  /** @throws UserError when the observations are no such Box, or nothing would be cut off or left. */
  constructor(env: Env<T, A>, options: CropObservationOptions) {
    requireEnv('CropObservation', env);
    const { top, bottom, left, right } = readOptions('CropObservation', OPTIONS, options);
    const space = requireBox('CropObservation', 'observation', env.observationSpace);
    const [height, width, channels = 1] = space.shape as [number, number, number?];
    if (![2, 3].includes(space.shape.length)) {
      throw new UserError(
        `CropObservation needs images of shape [height, width] or [height, width, channels], got ${space}.`,
      );
    }
    const [rows, columns] = [height - top - bottom, width - left - right];
    if (rows < 1 || columns < 1 || (rows === height && columns === width)) {
      throw new UserError(
        `CropObservation needs pixels to cut off, and must leave some of ${height} rows and ${width} columns, ` +
          `got top ${top}, bottom ${bottom}, left ${left}, right ${right}.`,
      );
    }
    const rowSize = columns * channels;
    const crop = <V extends PackedArray>(image: V): V => {
      const out = image.slice(0, rows * rowSize) as V;
      for (let row = 0; row < rows; row++) {
        const from = ((top + row) * width + left) * channels;
        out.set(image.subarray(from, from + rowSize), row * rowSize);
      }
      return out;
    };
    const shape = [rows, columns, ...space.shape.slice(2)];
    super(
      env,
      crop,
      new Box({ low: [...crop(space.low)], high: [...crop(space.high)], shape, dtype: space.dtype }) as never,
    );
  }
}

export const cropObservation = /* @__PURE__ */ defineWrapper({
  id: 'CropObservation',
  description: 'Cuts rows and columns off the edges of images.',
  options: OPTIONS,
  create: (env, options) => new CropObservation(env, options),
});
