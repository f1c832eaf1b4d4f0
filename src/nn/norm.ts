// Normalisation layers: layer, group and batch norm.
import { withDefaults } from '../io/options.js';
import { ones, type Shape, type Tensor, zeros } from '../tensor/index.js';
import { batchNorm, groupNorm, layerNorm, type Moments } from '../tensor/ops/norm.js';
import { Module, persistent } from './module.js';
import { Parameter } from './parameter.js';

export interface NormOptions {
  /** Added to the variance. Default 1e-5. */
  eps?: number;
  /** Learn a weight and a bias per feature, starting at 1 and 0. Default true. */
  affine?: boolean;
}

const DEFAULTS = { eps: 1e-5, affine: true };

/** Normalises each row over its last dimensions, `shape` (Ba et al. 2016). */
export class LayerNorm extends Module {
  readonly normalizedShape: Shape;
  readonly eps: number;
  readonly weight: Parameter | null;
  readonly bias: Parameter | null;

  constructor(shape: number | Shape, options: NormOptions = {}) {
    super();
    const { eps, affine } = withDefaults('LayerNorm', options, DEFAULTS);
    this.normalizedShape = typeof shape === 'number' ? [shape] : [...shape];
    this.eps = eps;
    this.weight = affine ? new Parameter(ones(this.normalizedShape)) : null;
    this.bias = affine ? new Parameter(zeros(this.normalizedShape)) : null;
  }

  override forward(x: Tensor): Tensor {
    return layerNorm(x, this.normalizedShape, this.weight, this.bias, this.eps);
  }
}

/** Normalises each group of channels of each sample, [batch, channels, …] (Wu and He 2018). */
export class GroupNorm extends Module {
  readonly eps: number;
  readonly weight: Parameter | null;
  readonly bias: Parameter | null;

  /** @throws RangeError when the groups do not divide the channels. */
  constructor(
    readonly numGroups: number,
    readonly numChannels: number,
    options: NormOptions = {},
  ) {
    super();
    const { eps, affine } = withDefaults('GroupNorm', options, DEFAULTS);
    if (numChannels % numGroups !== 0) {
      throw new RangeError(`GroupNorm: ${numGroups} groups do not divide ${numChannels} channels.`);
    }
    this.eps = eps;
    this.weight = affine ? new Parameter(ones([numChannels])) : null;
    this.bias = affine ? new Parameter(zeros([numChannels])) : null;
  }

  override forward(x: Tensor): Tensor {
    if (x.shape[1] !== this.numChannels) throw new RangeError(channelsExpected(this, x, this.numChannels));
    return groupNorm(x, this.numGroups, this.weight, this.bias, this.eps);
  }
}

export interface BatchNormOptions extends NormOptions {
  /** Share of a new batch in the running moments; null: their plain average over all batches. Default 0.1. */
  momentum?: number | null;
  /** Keep running moments and use them in evaluation; false: always use the batch. Default true. */
  trackRunningStats?: boolean;
}

abstract class BatchNorm extends Module {
  readonly eps: number;
  readonly momentum: number | null;
  readonly weight: Parameter | null;
  readonly bias: Parameter | null;
  readonly runningMean: Tensor | null;
  /** Unbiased, as in PyTorch. */
  readonly runningVar: Tensor | null;
  readonly numBatchesTracked: Tensor | null;

  constructor(
    readonly numFeatures: number,
    options: BatchNormOptions = {},
  ) {
    super();
    const { eps, momentum, affine, trackRunningStats } = withDefaults(new.target.name, options, {
      ...DEFAULTS,
      momentum: 0.1 as number | null,
      trackRunningStats: true,
    });
    this.eps = eps;
    this.momentum = momentum;
    this.weight = affine ? new Parameter(ones([numFeatures])) : null;
    this.bias = affine ? new Parameter(zeros([numFeatures])) : null;
    this.runningMean = trackRunningStats ? persistent(zeros([numFeatures])) : null;
    this.runningVar = trackRunningStats ? persistent(ones([numFeatures])) : null;
    this.numBatchesTracked = trackRunningStats ? persistent(zeros([])) : null;
  }

  protected requireBatch(x: Tensor): void {
    if (x.shape[1] !== this.numFeatures) throw new RangeError(channelsExpected(this, x, this.numFeatures));
    if (!this.training || x.size >= 2 * this.numFeatures) return;
    throw new RangeError(
      `${this.constructor.name}: training needs more than one value per channel, got shape [${x.shape.join(', ')}]; ` +
        'use a larger batch, or eval() for single inputs.',
    );
  }

  protected normalise(x: Tensor): Tensor {
    this.requireBatch(x);
    const { weight, bias, eps, runningMean, runningVar } = this;
    if (!this.training && runningMean && runningVar) {
      const fixed = { mean: runningMean.toArray(), variance: runningVar.toArray() };
      return batchNorm({ x, weight, bias, eps }, fixed).out;
    }
    const { out, moments } = batchNorm({ x, weight, bias, eps });
    if (this.training) this.track(moments);
    return out;
  }

  /** Lets the running moments follow those of a batch. */
  protected track({ mean, variance, count }: Moments): void {
    const { runningMean, runningVar, numBatchesTracked } = this;
    if (!runningMean || !runningVar || !numBatchesTracked) return;
    numBatchesTracked.data[0]! += 1;
    const share = this.momentum ?? 1 / numBatchesTracked.data[0]!;
    const [means, variances] = [runningMean.data, runningVar.data];
    for (let c = 0; c < this.numFeatures; c++) {
      means[c]! += share * (mean[c]! - means[c]!);
      variances[c]! += share * ((variance[c]! * count) / (count - 1) - variances[c]!);
    }
  }
}

/** Normalises each feature over the batch, [batch, features] or [batch, features, length] (Ioffe and Szegedy 2015). */
export class BatchNorm1d extends BatchNorm {
  override forward(x: Tensor): Tensor {
    requireRank(this, x, [2, 3]);
    return this.normalise(x);
  }
}

/** Normalises each channel over the batch and all positions, [batch, channels, height, width]. */
export class BatchNorm2d extends BatchNorm {
  override forward(x: Tensor): Tensor {
    requireRank(this, x, [4]);
    return this.normalise(x);
  }
}

function requireRank(layer: Module, x: Tensor, ranks: number[]): void {
  if (ranks.includes(x.ndim)) return;
  throw new RangeError(
    `${layer.constructor.name}: expected ${ranks.join(' or ')} dimensions, got shape [${x.shape.join(', ')}].`,
  );
}

function channelsExpected(layer: Module, x: Tensor, channels: number): string {
  return `${layer.constructor.name}: expected [batch, ${channels}, …], got shape [${x.shape.join(', ')}].`;
}
