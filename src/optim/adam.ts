// Adam (Kingma & Ba 2015) and AdamW (Loshchilov & Hutter 2019), as in PyTorch.
import { withDefaults } from '../io/options.js';
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

const DEFAULTS: Required<AdamOptions> = {
  lr: 1e-3,
  betas: [0.9, 0.999],
  eps: 1e-8,
  weightDecay: 0,
  amsgrad: false,
};

/** Adam; `weightDecay` is added to the gradient (L2 penalty). */
export class Adam extends Optimizer {
  protected readonly decoupled: boolean = false;
  private readonly options: Required<AdamOptions>;
  private readonly expAvg: Storage;
  private readonly expAvgSq: Storage;
  private readonly maxExpAvgSq: Storage | null;

  constructor(parameters: Module | readonly Parameter[], given: AdamOptions = {}) {
    const options = withDefaults(new.target.name, given, DEFAULTS);
    super(parameters, options.lr);
    this.options = options;
    this.expAvg = this.addSlot('exp_avg');
    this.expAvgSq = this.addSlot('exp_avg_sq');
    this.maxExpAvgSq = options.amsgrad ? this.addSlot('max_exp_avg_sq') : null;
  }

  // biome-ignore format: as the kernel's signature
  protected update({ ptr, gradPtr, offset, n, steps }: Run): void {
    const { betas: [beta1, beta2], eps, weightDecay } = this.options;
    kernels.adam(
      ptr, gradPtr, this.expAvg.ptr + offset, this.expAvgSq.ptr + offset, this.maxExpAvgSq ? this.maxExpAvgSq.ptr + offset : 0, n,
      this.lr, beta1, beta2, eps, weightDecay, this.decoupled ? 1 : 0,
      1 - beta1 ** steps, 1 - beta2 ** steps,
    );
  }
}

/** Adam with weight decay applied to the weights themselves; default 0.01. */
export class AdamW extends Adam {
  protected override readonly decoupled = true;

  constructor(parameters: Module | readonly Parameter[], given: AdamOptions = {}) {
    super(parameters, withDefaults('AdamW', given, { ...DEFAULTS, weightDecay: 0.01 }));
  }
}
