// Adam (Kingma & Ba 2015) and AdamW (Loshchilov & Hutter 2019), as in PyTorch.
import type { Module, Parameter } from '../nn/index.js';
import { kernels } from '../tensor/engine.js';
import type { Storage } from '../tensor/storage.js';
import { Optimizer } from './optimizer.js';
import type { Run } from './parameter-block.js';

export interface AdamOptions {
  lr?: number;
  /** Decay rates of the first and second moment. */
  betas?: readonly [number, number];
  eps?: number;
  weightDecay?: number;
  /** Uses the largest second moment seen (Reddi et al. 2018). */
  amsgrad?: boolean;
}

/** Adam; `weightDecay` is added to the gradient (L2 penalty). */
export class Adam extends Optimizer {
  protected readonly decoupled: boolean = false;
  private readonly options: Required<Omit<AdamOptions, 'lr'>>;
  private readonly expAvg: Storage;
  private readonly expAvgSq: Storage;
  private readonly maxExpAvgSq: Storage | null;

  constructor(
    parameters: Module | readonly Parameter[],
    { lr = 1e-3, betas = [0.9, 0.999], eps = 1e-8, weightDecay = 0, amsgrad = false }: AdamOptions = {},
  ) {
    super(parameters, lr);
    this.options = { betas, eps, weightDecay, amsgrad };
    this.expAvg = this.addSlot('exp_avg');
    this.expAvgSq = this.addSlot('exp_avg_sq');
    this.maxExpAvgSq = amsgrad ? this.addSlot('max_exp_avg_sq') : null;
  }

  // biome-ignore format: as the kernel's signature
  protected update({ ptr, gradPtr, offset, n }: Run): void {
    const { betas: [beta1, beta2], eps, weightDecay } = this.options;
    kernels.adam(
      ptr, gradPtr, this.expAvg.ptr + offset, this.expAvgSq.ptr + offset, this.maxExpAvgSq ? this.maxExpAvgSq.ptr + offset : 0, n,
      this.lr, beta1, beta2, eps, weightDecay, this.decoupled ? 1 : 0,
      1 - beta1 ** this.steps, 1 - beta2 ** this.steps,
    );
  }
}

/** Adam with weight decay applied to the weights themselves; default 0.01. */
export class AdamW extends Adam {
  protected override readonly decoupled = true;

  constructor(parameters: Module | readonly Parameter[], options: AdamOptions = {}) {
    super(parameters, { weightDecay: 0.01, ...options });
  }
}
