// Accepts any continuous action and clips it to the bounds of the environment.
import { allocatePacked, Box, type Space } from '../../spaces/index.js';
import type { Env, StepResult } from '../env.js';
import { defineWrapper } from './define-wrapper.js';
import { requireFloatBox } from './require-box.js';
import { Wrapper } from './wrapper.js';

export class ClipAction<O> extends Wrapper<O, Float32Array> {
  static stateless = true;
  private readonly bounds: Box<'float32' | 'float64'>;

  /** @throws UserError when the action space is not a Box of floats. */
  constructor(env: Env<O, Float32Array>) {
    super(env);
    this.bounds = requireFloatBox('ClipAction', 'action', env.actionSpace);
    const { shape, dtype } = this.bounds;
    const space: Space = new Box({ low: -Infinity, high: Infinity, shape, dtype });
    this.actionSpace = space as Space<Float32Array>;
  }

  override step(action: Float32Array): StepResult<O> {
    const { low, high, dtype, packedSize } = this.bounds;
    const clipped = allocatePacked(dtype, packedSize);
    for (let i = 0; i < packedSize; i++) clipped[i] = Math.max(low[i]!, Math.min(high[i]!, action[i]!));
    return this.env.step(clipped as Float32Array);
  }
}

export const clipAction = /* @__PURE__ */ defineWrapper({
  id: 'ClipAction',
  description: 'Accepts any continuous action and clips it to the bounds.',
  create: (env) => new ClipAction(env),
});
