// Pooling layers.
import type { Tensor } from '../tensor/index.js';
import { avgPool2d, maxPool2d, type Pair } from '../tensor/ops/conv.js';
import { pair } from './conv.js';
import { Module } from './module.js';

export interface PoolLayerOptions {
  /** Default: the window, so that windows do not overlap. */
  stride?: number | Pair;
  /** At most half the window. Default 0. */
  padding?: number | Pair;
}

abstract class Pool extends Module {
  readonly kernelSize: Pair;
  readonly stride: Pair;
  readonly padding: Pair;

  constructor(kernelSize: number | Pair, { stride = kernelSize, padding = 0 }: PoolLayerOptions = {}) {
    super();
    this.kernelSize = pair(kernelSize);
    this.stride = pair(stride);
    this.padding = pair(padding);
  }
}

/** The maximum of each window of [batch, channels, height, width]. */
export class MaxPool2d extends Pool {
  override forward(x: Tensor): Tensor {
    return maxPool2d(x, this.kernelSize, this);
  }
}

/** The mean of each window of [batch, channels, height, width]. */
export class AvgPool2d extends Pool {
  readonly countIncludePad: boolean;

  constructor(
    kernelSize: number | Pair,
    { countIncludePad = true, ...options }: PoolLayerOptions & { countIncludePad?: boolean } = {},
  ) {
    super(kernelSize, options);
    this.countIncludePad = countIncludePad;
  }

  override forward(x: Tensor): Tensor {
    return avgPool2d(x, this.kernelSize, this);
  }
}
