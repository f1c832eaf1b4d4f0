// A classifier of images whose cells attend to one another (Zai & Brown, Deep Reinforcement Learning in Action, listing 10.2).
import { withDefaults } from '../io/options.js';
import { Generator } from '../random/index.js';
import { noGrad, type Tensor } from '../tensor/index.js';
import { Conv2d } from './conv.js';
import { type LayerOptions, Linear, NO_RNG } from './linear.js';
import { Module } from './module.js';
import { cellsOf, RelationalModule } from './relational.js';

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
    return attention.squeeze(1).max(1).values.reshape([images.shape[0]!, this.side, this.side]);
  }

  private cells(images: Tensor): Tensor {
    return cellsOf(this.convolutions.reduce((x, layer) => layer.forward(x, 'relu'), images));
  }
}
