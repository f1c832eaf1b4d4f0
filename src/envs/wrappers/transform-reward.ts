// Passes every reward through a function.
import type { Env, StepResult } from '../env.js';
import { Wrapper } from './wrapper.js';

/** @example new TransformReward(env, (reward) => Math.sign(reward)) */
export class TransformReward<O, A> extends Wrapper<O, A> {
  constructor(
    env: Env<O, A>,
    private readonly transform: (reward: number) => number,
  ) {
    super(env);
  }

  override step(action: A): StepResult<O> {
    const result = this.env.step(action);
    result.reward = this.transform(result.reward);
    return result;
  }
}
