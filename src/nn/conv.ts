// Convolution layers for sequences and images.
import { withDefaults } from '../io/options.js';
import { Generator } from '../random/index.js';
import { type FusedActivation, type Tensor, zeros } from '../tensor/index.js';
import { conv2d, convTranspose2d, type Pair } from '../tensor/ops/conv.js';
import { kaimingUniform } from './init.js';
import { drawBias, type LayerOptions, NO_RNG } from './linear.js';
import { Module } from './module.js';
import { Parameter } from './parameter.js';

export interface ConvLayerOptions extends LayerOptions {
  /** One number, or height and width. Default 1. */
  stride?: number | Pair;
  /** Zeros around the input. One number, or height and width. Default 0. */
  padding?: number | Pair;
  /** Default true. */
  bias?: boolean;
}

const DEFAULTS = {
  stride: 1 as number | Pair,
  padding: 0 as number | Pair,
  bias: true,
  rng: NO_RNG,
};

/** One number for both sides, or one for each. */
export function pair(value: number | Pair): Pair {
  return typeof value === 'number' ? [value, value] : value;
}

/** A filter bank and its bias, in U(±1/√(inputs per output)) as in PyTorch. */
function filters(shape: number[], biases: number, { bias, rng = new Generator() }: typeof DEFAULTS) {
  const weight = new Parameter(zeros(shape));
  kaimingUniform(weight, { a: Math.sqrt(5), rng });
  const offsets = bias ? new Parameter(zeros([biases])) : null;
  if (offsets) drawBias(offsets, weight.size / shape[0]!, rng);
  return { weight, bias: offsets };
}

/** [batch, inChannels, height, width] → [batch, outChannels, ⌊(height + 2·padding - kernel) / stride⌋ + 1, …]. */
export class Conv2d extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter | null;
  readonly kernelSize: Pair;
  readonly stride: Pair;
  readonly padding: Pair;

  constructor(
    readonly inChannels: number,
    readonly outChannels: number,
    kernelSize: number | Pair,
    given: ConvLayerOptions = {},
  ) {
    super();
    const options = withDefaults('Conv2d', given, DEFAULTS);
    this.kernelSize = pair(kernelSize);
    this.stride = pair(options.stride);
    this.padding = pair(options.padding);
    const { weight, bias } = filters([outChannels, inChannels, ...this.kernelSize], outChannels, options);
    this.weight = weight;
    this.bias = bias;
  }

  /** With `activation`, that of the next layer is applied in the same kernel. */
  override forward(x: Tensor, activation: FusedActivation = 'none'): Tensor {
    const { stride, padding } = this;
    return conv2d(x, this.weight, this.bias, { stride, padding, activation });
  }
}

/** [batch, inChannels, length] → [batch, outChannels, ⌊(length + 2·padding - kernel) / stride⌋ + 1]. */
export class Conv1d extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter | null;
  readonly stride: number;
  readonly padding: number;

  constructor(
    readonly inChannels: number,
    readonly outChannels: number,
    readonly kernelSize: number,
    given: ConvLayerOptions & { stride?: number; padding?: number } = {},
  ) {
    super();
    const options = withDefaults('Conv1d', given, { ...DEFAULTS, stride: 1, padding: 0 });
    this.stride = options.stride;
    this.padding = options.padding;
    const { weight, bias } = filters([outChannels, inChannels, kernelSize], outChannels, options);
    this.weight = weight;
    this.bias = bias;
  }

  override forward(x: Tensor): Tensor {
    if (x.ndim !== 3 || x.shape[1] !== this.inChannels) {
      throw new RangeError(
        `Conv1d: expected an input of shape [batch, ${this.inChannels}, length], got [${x.shape.join(', ')}].`,
      );
    }
    const options = { stride: [1, this.stride], padding: [0, this.padding] } as const;
    return conv2d(x.unsqueeze(2), this.weight.unsqueeze(2), this.bias, options).squeeze(2);
  }
}

/** [batch, inChannels, height, width] → [batch, outChannels, (height - 1)·stride - 2·padding + kernel + outputPadding, …]. */
export class ConvTranspose2d extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter | null;
  readonly kernelSize: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly outputPadding: Pair;

  constructor(
    readonly inChannels: number,
    readonly outChannels: number,
    kernelSize: number | Pair,
    /** `outputPadding`: rows and columns added at the end. Default 0. */
    given: ConvLayerOptions & { outputPadding?: number | Pair } = {},
  ) {
    super();
    const options = withDefaults('ConvTranspose2d', given, {
      ...DEFAULTS,
      outputPadding: 0 as number | Pair,
    });
    this.kernelSize = pair(kernelSize);
    this.stride = pair(options.stride);
    this.padding = pair(options.padding);
    this.outputPadding = pair(options.outputPadding);
    const { weight, bias } = filters([inChannels, outChannels, ...this.kernelSize], outChannels, options);
    this.weight = weight;
    this.bias = bias;
  }

  override forward(x: Tensor): Tensor {
    const { stride, padding, outputPadding } = this;
    return convTranspose2d(x, this.weight, this.bias, { stride, padding, outputPadding });
  }
}
