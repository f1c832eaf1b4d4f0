// Pooling layers.
import { withDefaults } from '../io/options.js';
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

const DEFAULTS = { stride: undefined as number | Pair | undefined, padding: 0 as number | Pair };

abstract class Pool extends Module {
  readonly kernelSize: Pair;
  readonly stride: Pair;
  readonly padding: Pair;

  constructor(kernelSize: number | Pair, options: PoolLayerOptions = {}) {
    super();
    const { stride, padding } = withDefaults<typeof DEFAULTS>(new.target.name, options, DEFAULTS);
    this.kernelSize = pair(kernelSize);
    this.stride = pair(stride ?? kernelSize);
    this.padding = pair(padding);
  }
}

/** The maximum of each window of [batch, channels, height, width]. */
export class MaxPool2d extends Pool {
  override forward(x: Tensor): Tensor {
    const { kernelSize, stride, padding } = this;
    return maxPool2d(x, kernelSize, { stride, padding });
  }
}

/** The mean of each window of [batch, channels, height, width]. */
export class AvgPool2d extends Pool {
  readonly countIncludePad: boolean;

  constructor(kernelSize: number | Pair, given: PoolLayerOptions & { countIncludePad?: boolean } = {}) {
    const all = { ...DEFAULTS, countIncludePad: true };
    const { countIncludePad, ...options } = withDefaults<typeof all>('AvgPool2d', given, all);
    super(kernelSize, options);
    this.countIncludePad = countIncludePad;
  }

  override forward(x: Tensor): Tensor {
    const { kernelSize, stride, padding, countIncludePad } = this;
    return avgPool2d(x, kernelSize, { stride, padding, countIncludePad });
  }
}
