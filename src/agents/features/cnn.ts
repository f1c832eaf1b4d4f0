// Convolutions over images: the network of Mnih et al. (2015) unless told otherwise.
import * as z from 'zod';
import { UserError } from '../../io/errors.js';
import { lazily } from '../../io/lazily.js';
import {
  AvgPool2d,
  Conv2d,
  ELU,
  Flatten,
  type Layer,
  Linear,
  MaxPool2d,
  ReLU,
  Sequential,
} from '../../nn/index.js';
import type { Generator } from '../../random/index.js';
import { Box, MultiBinary, type Space } from '../../spaces/index.js';
import type { Tensor } from '../../tensor/index.js';
import { defineExtractor, Extractor } from './extractor.js';

/** Filters, kernel size and stride of one layer. */
const layer = () => z.tuple([z.int().positive(), z.int().positive(), z.int().positive()]);

/** Where channels are, and layers. */
export const imageShapeSchema = /* @__PURE__ */ lazily(() => ({
  channels: z
    .enum(['first', 'last'], {
      error:
        '"first" or "last", where the axis of colours or stacked frames is in the image, as in features {"type": "cnn", "channels": "last"}',
    })
    .describe(
      'Where the axis of colours or stacked frames is: [C, H, W] or [H, W, C]; a stack of images comes before both.',
    ),
  convolutions: z
    .array(layer())
    .min(1)
    .default([
      [32, 8, 4],
      [64, 4, 2],
      [64, 3, 1],
    ])
    .describe('Filters, kernel size and stride of each layer. Source: Mnih et al. (2015).'),
}));

export const cnnSchema = /* @__PURE__ */ lazily(() =>
  z.strictObject({
    ...imageShapeSchema,
    padding: z
      .enum(['valid', 'same'])
      .default('valid')
      .describe(
        "same: zeros around the input of each convolution, so that one of stride 1 keeps its height and width; kernels are odd then. Source: PyTorch's padding.",
      ),
    pool: z
      .enum(['none', 'max', 'mean'])
      .default('none')
      .describe(
        'What the last convolution says everywhere, pooled to a number per filter: weights then fit images of any size. Source: Lin et al. (2014), section 3.2.',
      ),
    activation: z
      .enum(['relu', 'elu'])
      .default('relu')
      .describe('Nonlinearity after each layer; elu as in Pathak et al. (2017).'),
    size: z
      .int()
      .positive()
      .nullable()
      .default(512)
      .describe(
        'Features; null: what the last convolution says, without a linear layer. Source: Mnih et al. (2015).',
      ),
  }),
);

export type CnnOptions = z.output<typeof cnnSchema>;

/** Images `[B, H·W·C]` → convolutions → perhaps pooling → a linear layer, each with its nonlinearity: `[B, size]`. */
export class CnnExtractor extends Extractor {
  override readonly repeatable = true;
  override readonly freeOfSize: boolean;
  readonly size: number;
  readonly layers: Sequential;
  private readonly shape: ImageShape;

  /** @throws UserError when the space is no image, or too small for the convolutions. */
  constructor(space: Space, options: CnnOptions, rng: Generator) {
    super();
    const { channels, convolutions, padding, pool, activation, size } = options;
    const nonlinearity = () => (activation === 'elu' ? new ELU() : new ReLU());
    this.freeOfSize = pool !== 'none';
    this.shape = imageShape('cnn', space, channels);
    let [depth, height, width] = [
      this.shape.stack * this.shape.channels,
      this.shape.height,
      this.shape.width,
    ];
    const layers: Layer[] = [];
    for (const [filters, kernel, stride] of convolutions) {
      const border = padding === 'same' ? (kernel - 1) / 2 : 0;
      if (!Number.isInteger(border)) {
        throw new UserError(
          `features: padding 'same' puts as many zeros on all sides, which takes odd kernels; got ${kernel} in convolution ${layers.length / 2 + 1}.`,
        );
      }
      if (height + 2 * border < kernel || width + 2 * border < kernel) {
        throw new UserError(
          `features: an image of ${height} x ${width} is smaller than the kernel ${kernel} of convolution ${layers.length / 2 + 1}; ` +
            'give smaller ones, e.g. convolutions: [[16, 3, 1]].',
        );
      }
      layers.push(new Conv2d(depth, filters, kernel, { stride, padding: border, rng }), nonlinearity());
      depth = filters;
      height = Math.floor((height + 2 * border - kernel) / stride) + 1;
      width = Math.floor((width + 2 * border - kernel) / stride) + 1;
    }
    if (pool !== 'none') {
      layers.push(pool === 'max' ? new MaxPool2d([height, width]) : new AvgPool2d([height, width]));
      [height, width] = [1, 1];
    }
    const flat = depth * height * width;
    this.size = size ?? flat;
    layers.push(new Flatten());
    if (size !== null) layers.push(new Linear(flat, size, { rng }), nonlinearity());
    this.layers = new Sequential(...layers);
  }

  override forward(inputs: Tensor): Tensor {
    const { stack, channels, height, width, last } = this.shape;
    const batch = inputs.shape[0]!;
    const planes = [batch, stack * channels, height, width];
    if (!last) return this.layers.forward(inputs.reshape(planes));
    const images = inputs.reshape([batch, stack, height, width, channels]).permute([0, 1, 4, 2, 3]);
    return this.layers.forward(images.reshape(planes));
  }
}

export interface ImageShape {
  stack: number;
  channels: number;
  height: number;
  width: number;
  /** Channels are the last axis. */
  last: boolean;
}

/** @throws UserError when the space is no image. */
export function imageShape(reader: string, space: Space, order: 'first' | 'last'): ImageShape {
  const shape = space instanceof Box || space instanceof MultiBinary ? space.shape : [];
  if (shape.length !== 3 && shape.length !== 4) {
    throw new UserError(
      `features: ${reader} reads images [C, H, W] or [H, W, C], or stacks of them; got ${space}.`,
    );
  }
  const [stack, ...image] = shape.length === 4 ? (shape as number[]) : [1, ...shape];
  const [a, b, c] = image as [number, number, number];
  return order === 'first'
    ? { stack: stack!, channels: a, height: b, width: c, last: false }
    : { stack: stack!, channels: c, height: a, width: b, last: true };
}

export const cnn = /* @__PURE__ */ defineExtractor({
  id: 'cnn',
  summary: 'Convolutions over an image (Mnih et al. 2015)',
  schema: cnnSchema,
  create: (space, options, rng) => new CnnExtractor(space, options, rng),
});
