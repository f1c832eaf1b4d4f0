// Passes every reward through a function.
import type { Env, StepResult } from '../env.js';
import { requireFunction } from './require-function.js';
import { Wrapper } from './wrapper.js';

/**
 * Rewards of `computeReward` pass through it too.
 *
 * @example new TransformReward(env, (reward) => Math.sign(reward))
 */
export class TransformReward<O, A> extends Wrapper<O, A> {
  static stateless = true;

  /** @param transform must depend on nothing but the reward. */
  constructor(
    env: Env<O, A>,
    private readonly transform: (reward: number) => number,
  ) {
    super(env);
    requireFunction(this.constructor.name, transform);
  }

  override step(action: A): StepResult<O> {
    const result = this.env.step(action);
    return { ...result, reward: this.transform(result.reward) };
  }

  protected override relabelled(reward: number): number {
    return this.transform(reward);
  }
}
