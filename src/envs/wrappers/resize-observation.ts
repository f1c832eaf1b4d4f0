// Shrinks images: each new pixel is the mean of the area that it covers.
import { show } from '../../io/describe.js';
import { UserError } from '../../io/errors.js';
import { Box } from '../../spaces/index.js';
import type { Env } from '../env.js';
import { option, readOptions } from '../options.js';
import { defineWrapper } from './define-wrapper.js';
import { requireBox } from './require-box.js';
import { requireEnv } from './require-env.js';
import { TransformObservation } from './transform-observation.js';

const OPTIONS = { shape: /* @__PURE__ */ option([84, 84], { integer: true, min: 1, length: 2 }) };

/** OpenCV's `INTER_AREA` in its single precision, which Gymnasium uses. */
export class ResizeObservation<A> extends TransformObservation<Uint8Array, A, Uint8Array> {
  /**
   * @param shape new height and width, neither larger than they are.
   * @throws UserError when the observations are no images, bytes of shape [height, width] or [height, width, channels].
   */
  constructor(env: Env<Uint8Array, A>, shape: readonly [number, number] | readonly number[]) {
    requireEnv('ResizeObservation', env);
    if (!Array.isArray(shape))
      throw new UserError(`ResizeObservation needs a shape such as [84, 84], got ${show(shape)}.`);
    const [height, width] = readOptions('ResizeObservation', OPTIONS, { shape: [...shape] }).shape;
    const space = requireBox('ResizeObservation', 'observation', env.observationSpace);
    if (space.dtype !== 'uint8' || ![2, 3].includes(space.shape.length)) {
      throw new UserError(
        `ResizeObservation needs images of shape [height, width] or [height, width, channels], bytes, got ${space}.`,
      );
    }
    const [h, w, channels = 1] = space.shape as [number, number, number?];
    if (height! > h || width! > w) {
      throw new UserError(
        `ResizeObservation shrinks images; ${h} x ${w} cannot become ${height} x ${width}.`,
      );
    }
    // Whole pixels are counted and divided at the end, as OpenCV does; its own rounding of four goes up.
    const isWhole = h % height! === 0 && w % width! === 0;
    const area = isWhole ? (h / height!) * (w / width!) : 1;
    const rows = covers(h, height!, isWhole);
    const columns = covers(w, width!, isWhole);
    const bias = isWhole && h === 2 * height! && w === 2 * width! ? 2 ** -10 : 0;
    super(
      env,
      (image) => {
        const sums = shrinkRows(shrinkColumns(image, h, w, channels, columns), width! * channels, rows);
        const scale = Math.fround(1 / area);
        // This type rounds to the nearest, halves to even.
        return new Uint8Array(Uint8ClampedArray.from(sums, (sum) => Math.fround(sum * scale) + bias).buffer);
      },
      new Box({ low: 0, high: 255, shape: [height!, width!, ...space.shape.slice(2)], dtype: 'uint8' }),
    );
  }
}

/** The old pixels that a new one covers, and how much of each: of sum 1, or all 1. */
interface Cover {
  first: number;
  weights: Float32Array;
}

function covers(from: number, to: number, isWhole: boolean): Cover[] {
  return Array.from({ length: to }, (_, i) => {
    const [start, end] = [(i * from) / to, ((i + 1) * from) / to];
    const first = Math.floor(start);
    const weights = Float32Array.from({ length: Math.ceil(end - 1e-9) - first }, (_, k) => {
      const covered = Math.min(end, first + k + 1) - Math.max(start, first + k);
      return isWhole ? 1 : covered / (end - start);
    });
    return { first, weights };
  });
}

function shrinkColumns(
  image: Uint8Array,
  height: number,
  width: number,
  channels: number,
  columns: readonly Cover[],
): Float32Array {
  const out = new Float32Array(height * columns.length * channels);
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (const { first, weights } of columns) {
      const from = (y * width + first) * channels;
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let k = 0; k < weights.length; k++)
          sum = Math.fround(sum + Math.fround(weights[k]! * image[from + k * channels + c]!));
        out[at++] = sum;
      }
    }
  }
  return out;
}

function shrinkRows(image: Float32Array, rowSize: number, rows: readonly Cover[]): Float32Array {
  const out = new Float32Array(rows.length * rowSize);
  rows.forEach(({ first, weights }, y) => {
    for (let x = 0; x < rowSize; x++) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) {
        sum = Math.fround(sum + Math.fround(weights[k]! * image[(first + k) * rowSize + x]!));
      }
      out[y * rowSize + x] = sum;
    }
  });
  return out;
}

export const resizeObservation = /* @__PURE__ */ defineWrapper({
  id: 'ResizeObservation',
  description: 'Shrinks images to a height and width.',
  options: OPTIONS,
  create: (env, { shape }) => new ResizeObservation(env, shape),
});
