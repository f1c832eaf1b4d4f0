// Maps actions of a convenient range, by default -1 to 1, onto the bounds of the environment.
import { requireKnown } from '../../io/options.js';
import type { Space } from '../../spaces/index.js';
import type { Env, StepResult } from '../env.js';
import { defineWrapper } from './define-wrapper.js';
import { type Bound, Rescale } from './rescale.js';
import { Wrapper } from './wrapper.js';

export interface RescaleActionOptions {
  /** Outer bounds, one for all or one per number of an action; default -1 and 1. */
  minAction?: Bound;
  maxAction?: Bound;
}

/** Computes in the number type of the actions, as Gymnasium does; actions beyond the range count as its ends. */
export class RescaleAction<O> extends Wrapper<O, Float32Array> {
  static stateless = true;
  private readonly rescale: Rescale;

  /** @throws UserError when the action space is not a bounded Box of floats or the range is empty. */
  constructor(env: Env<O, Float32Array>, options: RescaleActionOptions = {}) {
    super(env);
    requireKnown('RescaleAction', options, ['minAction', 'maxAction']);
    const { minAction = -1, maxAction = 1 } = options;
    const min: [string, Bound] = ['minAction', minAction];
    this.rescale = new Rescale('RescaleAction', 'action', env.actionSpace, min, ['maxAction', maxAction]);
    this.actionSpace = this.rescale.space as Space as Space<Float32Array>;
  }

  override step(action: Float32Array): StepResult<O> {
    return this.env.step(this.rescale.backward(action) as Float32Array);
  }
}

export const rescaleAction = /* @__PURE__ */ defineWrapper({
  id: 'RescaleAction',
  description: 'Maps actions from a common range onto the bounds.',
  options: { minAction: -1, maxAction: 1 },
  create: (env, options) => new RescaleAction(env, options),
});
