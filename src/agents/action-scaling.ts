// Actions inside an agent lie in [-1, 1], whatever the bounds of the environment's Box are.
import { UserError } from '../io/errors.js';
import type { Box, PackedArray } from '../spaces/index.js';

/** Between [-1, 1] and the bounds of a Box, each number by its own bounds. */
export class ActionScaling {
  /** @throws UserError when a bound is infinite. */
  constructor(
    algo: string,
    private readonly space: Box,
  ) {
    if (space.isBounded) return;
    throw new UserError(
      `${algo} maps its actions from [-1, 1] onto the bounds of the action space, and ${space} has none; ` +
        'wrap the environment in RescaleAction, declare a Box with finite bounds, or use ppo or a2c.',
    );
  }

  /** Writes `count` actions in [-1, 1] to `out` as the environment takes them. */
  toEnv(units: ArrayLike<number>, count: number, out: PackedArray): void {
    const { low, high, packedSize: n, isInteger } = this.space;
    for (let i = 0; i < count * n; i++) {
      const [bottom, top] = [low[i % n]!, high[i % n]!];
      const value = bottom + 0.5 * (units[i]! + 1) * (top - bottom);
      out[i] = Math.min(Math.max(isInteger ? Math.round(value) : value, bottom), top);
    }
  }

  /** Turns actions of the environment into [-1, 1], in place. */
  toUnits(actions: Float32Array): void {
    const { low, high, packedSize: n } = this.space;
    for (let i = 0; i < actions.length; i++) {
      const [bottom, width] = [low[i % n]!, high[i % n]! - low[i % n]!];
      actions[i] = width > 0 ? (2 * (actions[i]! - bottom)) / width - 1 : 0;
    }
  }
}
