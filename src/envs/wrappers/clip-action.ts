// Accepts any continuous action and clips it to the bounds of the environment.
import { Box, type PackedType } from '../../spaces/index.js';
import type { Env, StepResult } from '../env.js';
import { requireBox } from './require-box.js';
import { Wrapper } from './wrapper.js';

export class ClipAction<O> extends Wrapper<O, Float32Array> {
  private readonly bounds: Box<PackedType>;

  /** @throws UserError when the action space is not a Box. */
  constructor(env: Env<O, Float32Array>) {
    super(env);
    this.bounds = requireBox('ClipAction', 'action', env.actionSpace);
    this.actionSpace = new Box({ low: -Infinity, high: Infinity, shape: this.bounds.shape });
  }

  override step(action: Float32Array): StepResult<O> {
    const { low, high } = this.bounds;
    return this.env.step(Float32Array.from(action, (x, i) => Math.max(low[i]!, Math.min(high[i]!, x))));
  }
}
