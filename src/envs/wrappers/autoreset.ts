// Begins the next episode in the step after the last one ended, whatever the action.
import type { Env, EnvState, ResetOptions, ResetResult, StepResult } from '../env.js';
import { defineWrapper } from './define-wrapper.js';
import { Wrapper } from './wrapper.js';

/** That step has reward 0 and both flags false, as in vectors with autoreset `next-step`. For loops of your own: agents reset by themselves. */
export class Autoreset<O, A> extends Wrapper<O, A> {
  private isOver = false;

  override reset(options?: ResetOptions): ResetResult<O> {
    this.isOver = false;
    return this.env.reset(options);
  }

  override step(action: A): StepResult<O> {
    if (this.isOver) return { ...this.reset(), reward: 0, terminated: false, truncated: false };
    const result = this.env.step(action);
    this.isOver = result.terminated || result.truncated;
    return result;
  }

  protected override snapshot(): EnvState {
    return { isOver: this.isOver };
  }

  protected override restore({ isOver }: EnvState): void {
    this.isOver = isOver as boolean;
  }
}

export const autoreset = /* @__PURE__ */ defineWrapper({
  id: 'Autoreset',
  description: 'Begins the next episode in the step after the last one ended.',
  create: (env: Env<never, never>) => new Autoreset(env),
});
