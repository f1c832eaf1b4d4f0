// Stochastic gradient descent with momentum, as in PyTorch.
import { withDefaults } from '../io/options.js';
import type { Module, Parameter } from '../nn/index.js';
import { kernels } from '../tensor/engine.js';
import type { Storage } from '../tensor/storage.js';
import { Optimizer } from './optimizer.js';
import type { Run } from './parameter-block.js';

export interface SGDOptions {
  lr?: number;
  momentum?: number;
  dampening?: number;
  weightDecay?: number;
  nesterov?: boolean;
  maximize?: boolean;
}

const DEFAULTS: Required<SGDOptions> = {
  lr: 1e-3,
  momentum: 0,
  dampening: 0,
  weightDecay: 0,
  nesterov: false,
  maximize: false,
};

export class SGD extends Optimizer {
  private readonly options: Required<SGDOptions>;
  private readonly momentumBuffer: Storage | null;

  /** @throws RangeError when `nesterov` is asked for without momentum or with dampening. */
  constructor(parameters: Module | readonly Parameter[], given: SGDOptions = {}) {
    const options = withDefaults('SGD', given, DEFAULTS);
    const { momentum, dampening, nesterov } = options;
    super(parameters, options.lr);
    if (nesterov && (momentum <= 0 || dampening !== 0)) {
      throw new RangeError('SGD: nesterov needs momentum > 0 and dampening 0.');
    }
    this.options = options;
    this.momentumBuffer = momentum !== 0 ? this.addSlot('momentum_buffer') : null;
  }

  // biome-ignore format: as the kernel's signature
  protected update({ ptr, gradPtr, offset, n, steps }: Run): void {
    const { momentum, dampening, weightDecay, nesterov, maximize } = this.options;
    kernels.sgd(
      ptr, gradPtr, this.momentumBuffer ? this.momentumBuffer.ptr + offset : 0, n,
      this.lr, momentum, dampening, weightDecay,
      nesterov ? 1 : 0, steps === 1 ? 1 : 0, maximize ? 1 : 0,
    );
  }
}
