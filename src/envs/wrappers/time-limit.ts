// Cuts an episode after a number of steps: truncated, not terminated.
import type { Env, EnvState, ResetOptions, ResetResult, StepResult } from '../env.js';
import { Wrapper } from './wrapper.js';

export class TimeLimit<O, A> extends Wrapper<O, A> {
  private elapsed = 0;

  /** @throws RangeError when `maxEpisodeSteps` is not a positive integer. */
  constructor(
    env: Env<O, A>,
    readonly maxEpisodeSteps: number,
  ) {
    super(env);
    if (!Number.isSafeInteger(maxEpisodeSteps) || maxEpisodeSteps <= 0) {
      throw new RangeError(`maxEpisodeSteps must be a positive integer, got ${maxEpisodeSteps}.`);
    }
  }

  override reset(options?: ResetOptions): ResetResult<O> {
    this.elapsed = 0;
    return this.env.reset(options);
  }

  /** `truncated` becomes true at the limit, also in a step that terminates the episode, as in Gymnasium. */
  override step(action: A): StepResult<O> {
    const result = this.env.step(action);
    if (++this.elapsed >= this.maxEpisodeSteps) result.truncated = true;
    return result;
  }

  protected override snapshot(): EnvState {
    return { elapsed: this.elapsed };
  }

  protected override restore(state: EnvState): void {
    this.elapsed = state.elapsed as number;
  }
}
