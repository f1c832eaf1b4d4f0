// RMSprop (Hinton, lecture 6e of Neural Networks for Machine Learning), as in PyTorch.
import { withDefaults } from '../io/options.js';
import type { Module, Parameter } from '../nn/index.js';
import { kernels } from '../tensor/engine.js';
import type { Storage } from '../tensor/storage.js';
import { Optimizer } from './optimizer.js';
import type { Run } from './parameter-block.js';

export interface RMSpropOptions {
  lr?: number;
  /** Decay rate of the mean square. */
  alpha?: number;
  eps?: number;
  weightDecay?: number;
  momentum?: number;
  /** Divides by the standard deviation instead of the root mean square. */
  centered?: boolean;
}

const DEFAULTS: Required<RMSpropOptions> = {
  lr: 1e-2,
  alpha: 0.99,
  eps: 1e-8,
  weightDecay: 0,
  momentum: 0,
  centered: false,
};

export class RMSprop extends Optimizer {
  private readonly options: Required<RMSpropOptions>;
  private readonly squareAvg: Storage;
  private readonly gradAvg: Storage | null;
  private readonly momentumBuffer: Storage | null;

  constructor(parameters: Module | readonly Parameter[], given: RMSpropOptions = {}) {
    const options = withDefaults('RMSprop', given, DEFAULTS);
    super(parameters, options.lr);
    this.options = options;
    this.squareAvg = this.addSlot('square_avg');
    this.gradAvg = options.centered ? this.addSlot('grad_avg') : null;
    this.momentumBuffer = options.momentum !== 0 ? this.addSlot('momentum_buffer') : null;
  }

  // biome-ignore format: as the kernel's signature
  protected update({ ptr, gradPtr, offset, n }: Run): void {
    const { alpha, eps, weightDecay, momentum, centered } = this.options;
    const at = (slot: Storage | null) => (slot ? slot.ptr + offset : 0);
    kernels.rmsprop(
      ptr, gradPtr, at(this.squareAvg), at(this.gradAvg), at(this.momentumBuffer), n,
      this.lr, alpha, eps, weightDecay, momentum, centered ? 1 : 0,
    );
  }
}
