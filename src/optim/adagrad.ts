// Adagrad (Duchi, Hazan & Singer 2011), as in PyTorch.
import { withDefaults } from '../io/options.js';
import type { Module, Parameter } from '../nn/index.js';
import { kernels } from '../tensor/engine.js';
import type { Storage } from '../tensor/storage.js';
import { Optimizer } from './optimizer.js';
import { type Run, slotValues } from './parameter-block.js';

export interface AdagradOptions {
  lr?: number;
  lrDecay?: number;
  weightDecay?: number;
  /** Start of the sum of squares. */
  initialAccumulatorValue?: number;
  eps?: number;
}

const DEFAULTS: Required<AdagradOptions> = {
  lr: 1e-2,
  lrDecay: 0,
  weightDecay: 0,
  initialAccumulatorValue: 0,
  eps: 1e-10,
};

export class Adagrad extends Optimizer {
  private readonly options: Required<AdagradOptions>;
  private readonly sum: Storage;

  constructor(parameters: Module | readonly Parameter[], given: AdagradOptions = {}) {
    const options = withDefaults('Adagrad', given, DEFAULTS);
    super(parameters, options.lr);
    this.options = options;
    this.sum = this.addSlot('sum');
    slotValues(this.sum).fill(options.initialAccumulatorValue);
  }

  protected update({ ptr, gradPtr, offset, n, steps }: Run): void {
    const { lrDecay, weightDecay, eps } = this.options;
    const lr = this.lr / (1 + (steps - 1) * lrDecay);
    kernels.adagrad(ptr, gradPtr, this.sum.ptr + offset, n, lr, eps, weightDecay);
  }
}
