// Learning-rate schedules: names and formulas as in torch.optim.lr_scheduler. Call `step` once per epoch (or update).
import type { Optimizer } from './optimizer.js';

export abstract class LRScheduler {
  /** Steps taken. */
  lastEpoch = 0;
  protected readonly baseLr: number;

  constructor(protected readonly optimizer: Optimizer) {
    this.baseLr = optimizer.lr;
  }

  /** The learning rate after `epoch` steps. */
  protected abstract rate(epoch: number): number;

  step(): void {
    this.lastEpoch++;
    this.optimizer.lr = this.rate(this.lastEpoch);
  }
}

/** lr·factor(epoch). */
export class LambdaLR extends LRScheduler {
  constructor(
    optimizer: Optimizer,
    private readonly factor: (epoch: number) => number,
  ) {
    super(optimizer);
    optimizer.lr = this.rate(0);
  }
  protected rate(epoch: number): number {
    return this.baseLr * this.factor(epoch);
  }
}

/** lr·gamma every `stepSize` steps. */
export class StepLR extends LRScheduler {
  constructor(
    optimizer: Optimizer,
    private readonly options: { stepSize: number; gamma?: number },
  ) {
    super(optimizer);
  }
  protected rate(epoch: number): number {
    const { stepSize, gamma = 0.1 } = this.options;
    return this.baseLr * gamma ** Math.floor(epoch / stepSize);
  }
}

/** lr·gammaᵉ. */
export class ExponentialLR extends LRScheduler {
  constructor(
    optimizer: Optimizer,
    private readonly options: { gamma: number },
  ) {
    super(optimizer);
  }
  protected rate(epoch: number): number {
    return this.baseLr * this.options.gamma ** epoch;
  }
}

/** From lr·startFactor to lr·endFactor in `totalIters` steps, then constant. */
export class LinearLR extends LRScheduler {
  constructor(
    optimizer: Optimizer,
    private readonly options: { startFactor?: number; endFactor?: number; totalIters?: number } = {},
  ) {
    super(optimizer);
    optimizer.lr = this.rate(0);
  }
  protected rate(epoch: number): number {
    const { startFactor = 1 / 3, endFactor = 1, totalIters = 5 } = this.options;
    const share = Math.min(epoch / totalIters, 1);
    return this.baseLr * (startFactor + (endFactor - startFactor) * share);
  }
}

/** Half a cosine from lr to etaMin in `tMax` steps (Loshchilov & Hutter 2017). */
export class CosineAnnealingLR extends LRScheduler {
  constructor(
    optimizer: Optimizer,
    private readonly options: { tMax: number; etaMin?: number },
  ) {
    super(optimizer);
  }
  protected rate(epoch: number): number {
    const { tMax, etaMin = 0 } = this.options;
    return etaMin + (this.baseLr - etaMin) * 0.5 * (1 + Math.cos((Math.PI * epoch) / tMax));
  }
}
