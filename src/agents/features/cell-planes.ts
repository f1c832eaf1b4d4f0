// The cells of an image as rows of numbers: as they are, divided, or with a plane of zeros and ones for each code.
import { UserError } from '../../io/errors.js';
import { isImage, type Space } from '../../spaces/index.js';
import { buffer, linear, type Tensor } from '../../tensor/index.js';
import { type ImageShape, imageShape } from './cnn.js';

export interface CellPlanesOptions {
  channels: 'first' | 'last';
  planes: 'raw' | 'one-hot';
  scale: number | null;
  codes: readonly number[] | null;
}

export class CellPlanes {
  /** Numbers per cell. */
  readonly count: number;
  readonly height: number;
  readonly width: number;
  private readonly shape: ImageShape;
  /** What encoded values are multiplied with before anything else. */
  private readonly factor: number;
  /** Which plane reads which channel, and the code it stands for: a layer whose outputs are the distances to codes. */
  private readonly distances: { weight: Tensor; bias: Tensor } | undefined;

  /** @throws UserError when the space is no image, or the options do not fit it. */
  constructor(space: Space, options: CellPlanesOptions) {
    const { planes, scale, codes } = options;
    this.shape = imageShape('relational', space, options.channels);
    ({ height: this.height, width: this.width } = this.shape);
    const channels = this.shape.stack * this.shape.channels;
    const bytes = isImage(space);
    if (planes === 'raw') {
      if (codes !== null) throw unread('codes', 'one-hot planes');
      this.count = channels;
      this.factor = scale === null ? 1 : (bytes ? 255 : 1) / scale;
      return;
    }
    if (scale !== null) throw unread('scale', 'raw planes');
    if (!bytes || codes?.length !== this.shape.channels)
      throw new UserError(
        `features: one-hot planes need images of bytes, and codes, how many each of their ${this.shape.channels} channels has ` +
          `([11, 6, 3] for MiniGrid); got codes ${JSON.stringify(codes)} and ${space}.`,
      );
    this.factor = 255;
    const all = Array.from({ length: this.shape.stack }, () => codes).flat();
    this.count = all.reduce((sum, n) => sum + n, 0);
    this.distances = distances(all, this.count);
  }

  /** @param inputs [batch, height · width · channels] @returns [batch, height · width, count] */
  rows(inputs: Tensor): Tensor {
    const { stack, channels, height, width, last } = this.shape;
    const batch = inputs.shape[0]!;
    const axes = last ? [batch, stack, height, width, channels] : [batch, stack, channels, height, width];
    const order = last ? [0, 2, 3, 1, 4] : [0, 3, 4, 1, 2];
    const read = this.factor === 1 ? inputs : inputs.mul(this.factor);
    const cells = stack === 1 && last ? read : read.reshape(axes).permute(order);
    const rows = cells.reshape([batch, height * width, stack * channels]);
    if (!this.distances) return rows;
    const { weight, bias } = this.distances;
    // 1 where the code is that of the plane, and exactly 0 where it is another one.
    return linear(rows, weight, bias).square().mul(-2).add(1).relu();
  }
}

function distances(codes: readonly number[], count: number) {
  const [weight, bias] = [buffer([count, codes.length]), buffer([count])];
  let plane = 0;
  codes.forEach((n, channel) => {
    for (let code = 0; code < n; code++, plane++) {
      weight.data[plane * codes.length + channel] = 1;
      bias.data[plane] = -code;
    }
  });
  return { weight, bias };
}

function unread(option: string, purpose: string): UserError {
  return new UserError(`features: relational reads ${option} for ${purpose} only. Leave it out.`);
}
