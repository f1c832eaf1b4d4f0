// Relational modules over the cells of an image (Zambaldi et al. 2019; Zai & Brown, Deep Reinforcement Learning in Action,
// chapter 10): every cell asks all others, and the strongest answer anywhere decides.
import { withDefaults } from '../io/options.js';
import { Generator } from '../random/index.js';
import { cat, noGrad, type Tensor, tensor } from '../tensor/index.js';
import { show } from '../tensor/shape.js';
import { Conv2d } from './conv.js';
import { type LayerOptions, Linear, NO_RNG } from './linear.js';
import { Module } from './module.js';
import { LayerNorm } from './norm.js';

/**
 * The cells of images as rows, with their column and row as two more features, from 0 to almost 1.
 *
 * @param images [batch, channels, height, width]
 * @returns [batch, height · width, channels + 2]
 */
export function cellsOf(images: Tensor): Tensor {
  const [batch, channels, height, width] = images.shape as [number, number, number, number];
  const cells = height * width;
  const places = Float32Array.from({ length: batch * cells * 2 }, (_, i) => {
    const cell = Math.floor(i / 2) % cells;
    return i % 2 === 0 ? (cell % width) / width : Math.floor(cell / width) / height;
  });
  const rows = images.reshape([batch, channels, cells]).permute([0, 2, 1]);
  return cat([rows, tensor(places, { shape: [batch, cells, 2] })], 2);
}

/**
 * Scaled dot-product self-attention of nodes with normalised queries, keys and values, then a layer: [batch, nodes, features]
 * → [batch, nodes, width]. Without the learnt weights of the norms, which belong to a place, the nodes' order would not matter.
 */
export class RelationalModule extends Module {
  readonly query: Linear;
  readonly key: Linear;
  readonly value: Linear;
  readonly queryNorm: LayerNorm;
  readonly keyNorm: LayerNorm;
  readonly valueNorm: LayerNorm;
  readonly mix: Linear;
  private readonly mixNorm: LayerNorm;

  /**
   * @param nodes how many there are
   * @param features of a node
   * @param width of queries, keys, values and results
   */
  constructor(
    readonly nodes: number,
    features: number,
    readonly width: number,
    options: LayerOptions & { affine?: boolean } = {},
  ) {
    super();
    const { affine, rng = new Generator() } = withDefaults('RelationalModule', options, {
      affine: true,
      rng: NO_RNG,
    });
    const project = () => new Linear(features, width, { rng });
    const norm = () => new LayerNorm([nodes, width], { affine });
    [this.query, this.key, this.value] = [project(), project(), project()];
    [this.queryNorm, this.keyNorm, this.valueNorm] = [norm(), norm(), norm()];
    this.mix = new Linear(width, width, { rng });
    this.mixNorm = new LayerNorm([nodes, width], { affine: false });
  }

  override forward(x: Tensor): Tensor {
    return this.withAttention(x).output;
  }

  /** Also who asked whom: [batch, asking nodes, answering nodes], each row adding up to 1. */
  withAttention(x: Tensor): { output: Tensor; attention: Tensor } {
    if (x.ndim !== 3 || x.shape[1] !== this.nodes)
      throw new RangeError(
        `RelationalModule: expected nodes [batch, ${this.nodes}, features], got ${show(x.shape)}.`,
      );
    const q = this.queryNorm.forward(this.query.forward(x));
    const k = this.keyNorm.forward(this.key.forward(x));
    const v = this.valueNorm.forward(this.value.forward(x));
    const scores = q.matmul(k, { transposeB: true }).mul(1 / Math.sqrt(this.width));
    const attention = scores.softmax(-1);
    const output = this.mixNorm.forward(this.mix.forward(attention.matmul(v), 'relu'));
    return { output, attention };
  }
}

export interface RelationalClassifierOptions extends LayerOptions {
  /** Height and width of the images. Default 28. */
  imageSize?: number;
  /** Channels of the images. Default 1. */
  channels?: number;
  /** Filters of each 4 x 4 convolution. Default 16, 20, 24, 30. */
  filters?: readonly number[];
  /** Numbers per cell in the relational module. Default 36. */
  width?: number;
  /** Default 10. */
  classes?: number;
}

const KERNEL = 4;
const DEFAULTS = {
  imageSize: 28,
  channels: 1,
  filters: [16, 20, 24, 30] as readonly number[],
  width: 36,
  classes: 10,
  rng: NO_RNG,
};

/**
 * Convolutions → cells with their places → a relational module → the largest over the cells → logits, [batch, classes].
 * With the defaults the network of listing 10.2: 85,228 parameters.
 */
export class RelationalClassifier extends Module {
  readonly convolutions: readonly Conv2d[];
  readonly relations: RelationalModule;
  readonly head: Linear;
  /** Cells along each axis. */
  readonly side: number;

  constructor(options: RelationalClassifierOptions = {}) {
    super();
    const settings = withDefaults('RelationalClassifier', options, DEFAULTS);
    const { imageSize, channels, filters, width, classes, rng = new Generator() } = settings;
    this.side = imageSize - filters.length * (KERNEL - 1);
    if (this.side < 1)
      throw new RangeError(
        `RelationalClassifier: images of ${imageSize} x ${imageSize} are too small for ${filters.length} convolutions of ${KERNEL} x ${KERNEL}.`,
      );
    this.convolutions = filters.map(
      (count, i) => new Conv2d(filters[i - 1] ?? channels, count, KERNEL, { rng }),
    );
    this.relations = new RelationalModule(this.side ** 2, filters.at(-1)! + 2, width, { rng });
    this.head = new Linear(width, classes, { rng });
  }

  /** @param images [batch, channels, imageSize, imageSize] */
  override forward(images: Tensor): Tensor {
    return this.head.forward(this.relations.forward(this.cells(images)).max(1).values);
  }

  /** How much each cell was asked at most: [batch, side, side], to be drawn beside the image. */
  attentionMap(images: Tensor): Tensor {
    const { attention } = noGrad(() => this.relations.withAttention(this.cells(images)));
    return attention.max(1).values.reshape([images.shape[0]!, this.side, this.side]);
  }

  private cells(images: Tensor): Tensor {
    return cellsOf(this.convolutions.reduce((x, layer) => layer.forward(x, 'relu'), images));
  }
}
