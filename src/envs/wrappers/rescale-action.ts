// Maps actions of a convenient range, by default -1 to 1, onto the bounds of the environment.
import { UserError } from '../../io/errors.js';
import { requireKnown } from '../../io/options.js';
import { allocatePacked, Box, type PackedArray, type Space } from '../../spaces/index.js';
import type { Env, StepResult } from '../env.js';
import { defineWrapper } from './define-wrapper.js';
import { requireFloatBox } from './require-box.js';
import { Wrapper } from './wrapper.js';

export interface RescaleActionOptions {
  /** Outer bounds, one for all or one per number of an action; default -1 and 1. */
  minAction?: number | ArrayLike<number>;
  maxAction?: number | ArrayLike<number>;
}

/** Computes in the number type of the actions, as Gymnasium does; actions beyond the range count as its ends. */
export class RescaleAction<O> extends Wrapper<O, Float32Array> {
  static stateless = true;
  private readonly inner: Box<'float32' | 'float64'>;
  private readonly outer: Box<'float32' | 'float64'>;
  private readonly gradient: PackedArray;
  private readonly intercept: PackedArray;

  /** @throws UserError when the action space is not a bounded Box of floats or the range is empty. */
  constructor(env: Env<O, Float32Array>, options: RescaleActionOptions = {}) {
    super(env);
    requireKnown('RescaleAction', options, ['minAction', 'maxAction']);
    const { minAction = -1, maxAction = 1 } = options;
    this.inner = requireFloatBox('RescaleAction', 'action', env.actionSpace);
    if (!this.inner.isBounded) throw new UserError(`RescaleAction needs finite bounds, got ${this.inner}.`);
    const { low, high, shape, dtype, packedSize } = this.inner;
    const min = broadcast('minAction', minAction, packedSize);
    const max = broadcast('maxAction', maxAction, packedSize);
    this.gradient = allocatePacked(dtype, packedSize);
    this.intercept = allocatePacked(dtype, packedSize);
    const round = dtype === 'float32' ? Math.fround : Number;
    for (let i = 0; i < packedSize; i++) {
      if (!(min[i]! < max[i]!) || !Number.isFinite(max[i]! - min[i]!)) {
        throw new UserError(`RescaleAction needs minAction < maxAction, got ${min[i]} and ${max[i]}.`);
      }
      this.gradient[i] = (max[i]! - min[i]!) / (high[i]! - low[i]!);
      this.intercept[i] = round(this.gradient[i]! * -low[i]!) + min[i]!;
    }
    this.outer = new Box({ low: min, high: max, shape, dtype });
    this.actionSpace = this.outer as Space as Space<Float32Array>;
  }

  override step(action: Float32Array): StepResult<O> {
    const { gradient, intercept } = this;
    const { low, high, dtype, packedSize } = this.outer;
    const round = dtype === 'float32' ? Math.fround : Number;
    const scaled = allocatePacked(dtype, packedSize);
    for (let i = 0; i < packedSize; i++) {
      const x = Math.max(low[i]!, Math.min(high[i]!, round(action[i]!)));
      scaled[i] = round(x - intercept[i]!) / gradient[i]!;
    }
    return this.env.step(scaled as Float32Array);
  }
}

function broadcast(name: string, bound: number | ArrayLike<number>, size: number): Float64Array {
  if (typeof bound === 'number') return new Float64Array(size).fill(bound);
  if (bound.length === size) return Float64Array.from(bound);
  throw new UserError(`RescaleAction needs a number or ${size} of them as ${name}, got ${bound.length}.`);
}

export const rescaleAction = /* @__PURE__ */ defineWrapper({
  id: 'RescaleAction',
  description: 'Maps actions from a common range onto the bounds.',
  options: { minAction: -1, maxAction: 1 },
  create: (env, options) => new RescaleAction(env, options),
});
