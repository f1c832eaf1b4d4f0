// Learning-rate schedules: names and formulas as in torch.optim.lr_scheduler. Call `step` once per epoch (or update).
import { withDefaults } from '../io/options.js';
import type { Optimizer } from './optimizer.js';

/** What a schedule needs to go on exactly; its formula's options are given to its constructor again. */
export interface LRSchedulerState {
  lastEpoch: number;
  baseLr: number;
}

export interface LRSchedulerOptions {
  /**
   * The epoch the optimiser has behind it, to go on with a schedule that stopped there; then rates count from
   * `optimizer.initialLr`. Default -1: a new schedule, which starts from `optimizer.lr`.
   */
  lastEpoch?: number;
}

export abstract class LRScheduler {
  /** Steps taken. */
  lastEpoch: number;
  protected baseLr: number;

  /** @throws RangeError when it is to go on with an optimiser that no schedule has changed. */
  constructor(
    protected readonly optimizer: Optimizer,
    { lastEpoch = -1 }: LRSchedulerOptions = {},
  ) {
    const { name } = new.target;
    if (!Number.isInteger(lastEpoch) || lastEpoch < -1) {
      throw new RangeError(`${name}: lastEpoch must be a whole number ≥ -1, got ${lastEpoch}.`);
    }
    if (lastEpoch >= 0 && optimizer.initialLr === undefined) {
      throw new RangeError(
        `${name}: lastEpoch ${lastEpoch} goes on with a schedule, but the optimiser knows no initialLr; ` +
          'load its saved state first, or set optimizer.initialLr to the rate the schedule began with.',
      );
    }
    this.baseLr = lastEpoch >= 0 ? optimizer.initialLr! : optimizer.lr;
    optimizer.initialLr = this.baseLr;
    this.lastEpoch = lastEpoch + 1;
  }

  /** The learning rate after `epoch` steps. */
  protected abstract rate(epoch: number): number;

  step(): void {
    this.lastEpoch++;
    this.apply();
  }

  stateDict(): LRSchedulerState {
    return { lastEpoch: this.lastEpoch, baseLr: this.baseLr };
  }

  /**
   * Goes on where the saved schedule stopped, and sets the optimiser's rate to what it was there.
   * @throws TypeError when `state` holds no such numbers.
   */
  loadStateDict({ lastEpoch, baseLr }: LRSchedulerState): void {
    if (!Number.isInteger(lastEpoch) || lastEpoch < 0 || !(baseLr >= 0)) {
      throw new TypeError(
        `${this.constructor.name}: expected a saved { lastEpoch, baseLr }, got { lastEpoch: ${lastEpoch}, baseLr: ${baseLr} }.`,
      );
    }
    this.lastEpoch = lastEpoch;
    this.baseLr = baseLr;
    this.optimizer.initialLr = baseLr;
    this.apply();
  }

  /** Sets the optimiser's rate; subclasses call it once they are made. */
  protected apply(): void {
    this.optimizer.lr = this.rate(this.lastEpoch);
  }
}

/** lr·factor(epoch). */
export class LambdaLR extends LRScheduler {
  constructor(
    optimizer: Optimizer,
    private readonly factor: (epoch: number) => number,
    options: LRSchedulerOptions = {},
  ) {
    super(optimizer, withDefaults('LambdaLR', options, { lastEpoch: -1 }));
    this.apply();
  }
  protected rate(epoch: number): number {
    return this.baseLr * this.factor(epoch);
  }
}

/** lr·gamma every `stepSize` steps. */
export class StepLR extends LRScheduler {
  private readonly options: { stepSize: number; gamma: number };

  constructor(optimizer: Optimizer, given: LRSchedulerOptions & { stepSize: number; gamma?: number }) {
    const options = withDefaults('StepLR', given, { stepSize: required, gamma: 0.1, lastEpoch: -1 });
    requirePositive('StepLR', 'stepSize', options.stepSize);
    super(optimizer, options);
    this.options = options;
    this.apply();
  }
  protected rate(epoch: number): number {
    const { stepSize, gamma } = this.options;
    return this.baseLr * gamma ** Math.floor(epoch / stepSize);
  }
}

/** lr·gammaᵉ. */
export class ExponentialLR extends LRScheduler {
  private readonly gamma: number;

  constructor(optimizer: Optimizer, given: LRSchedulerOptions & { gamma: number }) {
    const options = withDefaults('ExponentialLR', given, { gamma: required, lastEpoch: -1 });
    requirePositive('ExponentialLR', 'gamma', options.gamma);
    super(optimizer, options);
    this.gamma = options.gamma;
    this.apply();
  }
  protected rate(epoch: number): number {
    return this.baseLr * this.gamma ** epoch;
  }
}

/** From lr·startFactor to lr·endFactor in `totalIters` steps, then constant. */
export class LinearLR extends LRScheduler {
  private readonly options: { startFactor: number; endFactor: number; totalIters: number };

  constructor(
    optimizer: Optimizer,
    given: LRSchedulerOptions & { startFactor?: number; endFactor?: number; totalIters?: number } = {},
  ) {
    const defaults = { startFactor: 1 / 3, endFactor: 1, totalIters: 5, lastEpoch: -1 };
    const options = withDefaults('LinearLR', given, defaults);
    requirePositive('LinearLR', 'totalIters', options.totalIters);
    super(optimizer, options);
    this.options = options;
    this.apply();
  }
  protected rate(epoch: number): number {
    const { startFactor, endFactor, totalIters } = this.options;
    const share = Math.min(epoch / totalIters, 1);
    return this.baseLr * (startFactor + (endFactor - startFactor) * share);
  }
}

/** Half a cosine from lr to etaMin in `tMax` steps (Loshchilov & Hutter 2017). */
export class CosineAnnealingLR extends LRScheduler {
  private readonly options: { tMax: number; etaMin: number };

  constructor(optimizer: Optimizer, given: LRSchedulerOptions & { tMax: number; etaMin?: number }) {
    const options = withDefaults('CosineAnnealingLR', given, { tMax: required, etaMin: 0, lastEpoch: -1 });
    requirePositive('CosineAnnealingLR', 'tMax', options.tMax);
    super(optimizer, options);
    this.options = options;
    this.apply();
  }
  protected rate(epoch: number): number {
    const { tMax, etaMin } = this.options;
    return etaMin + (this.baseLr - etaMin) * 0.5 * (1 + Math.cos((Math.PI * epoch) / tMax));
  }
}

/** Stands for the default of an option that has none: its absence is found by `requirePositive`. */
const required = Number.NaN;

function requirePositive(who: string, name: string, value: number): void {
  if (!(value > 0)) throw new RangeError(`${who}: ${name} must be a number above 0, got ${value}.`);
}
