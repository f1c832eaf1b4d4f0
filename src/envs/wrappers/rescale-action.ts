// Maps actions of a convenient range, by default -1 to 1, onto the bounds of the environment.
import { UserError } from '../../io/errors.js';
import { Box, type PackedType } from '../../spaces/index.js';
import type { Env, StepResult } from '../env.js';
import { requireBox } from './require-box.js';
import { Wrapper } from './wrapper.js';

export interface RescaleActionOptions {
  /** Outer bounds; default -1 and 1. */
  minAction?: number;
  maxAction?: number;
}

export class RescaleAction<O> extends Wrapper<O, Float32Array> {
  private readonly inner: Box<PackedType>;
  private readonly min: number;
  private readonly max: number;

  /** @throws UserError when the action space is not a bounded Box or the range is empty. */
  constructor(env: Env<O, Float32Array>, { minAction = -1, maxAction = 1 }: RescaleActionOptions = {}) {
    super(env);
    this.inner = requireBox('RescaleAction', 'action', env.actionSpace);
    if (!this.inner.isBounded) throw new UserError(`RescaleAction needs finite bounds, got ${this.inner}.`);
    if (!(minAction < maxAction)) {
      throw new UserError(`RescaleAction needs minAction < maxAction, got ${minAction} and ${maxAction}.`);
    }
    this.min = minAction;
    this.max = maxAction;
    this.actionSpace = new Box({ low: minAction, high: maxAction, shape: this.inner.shape });
  }

  override step(action: Float32Array): StepResult<O> {
    const { low, high } = this.inner;
    const scaled = Float32Array.from(action, (x, i) => {
      const value = low[i]! + (high[i]! - low[i]!) * ((x - this.min) / (this.max - this.min));
      return Math.max(low[i]!, Math.min(high[i]!, value));
    });
    return this.env.step(scaled);
  }
}
