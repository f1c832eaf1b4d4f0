// Cuts an episode after a number of steps: truncated, not terminated.
import type { Env, EnvState, ResetOptions, ResetResult, StepResult } from '../env.js';
import { option } from '../options.js';
import { defineWrapper } from './define-wrapper.js';
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
    if (this.spec) this.spec = { ...this.spec, maxEpisodeSteps: Math.min(maxEpisodeSteps, limitOf(env)) };
  }

  override reset(options?: ResetOptions): ResetResult<O> {
    this.elapsed = 0;
    return this.env.reset(options);
  }

  /** `truncated` becomes true at the limit, also in a step that terminates the episode, as in Gymnasium. */
  override step(action: A): StepResult<O> {
    const result = this.env.step(action);
    return ++this.elapsed >= this.maxEpisodeSteps ? { ...result, truncated: true } : result;
  }

  protected override snapshot(): EnvState {
    return { elapsed: this.elapsed };
  }

  protected override restore(state: EnvState): void {
    this.elapsed = state.elapsed as number;
  }
}

/** Steps after which a time limit inside cuts; the spec of a bare environment cuts nothing. */
function limitOf(env: object): number {
  if (!(env instanceof Wrapper)) return Infinity;
  const own = env instanceof TimeLimit ? env.maxEpisodeSteps : Infinity;
  return Math.min(own, limitOf(env.env));
}

export const timeLimit = /* @__PURE__ */ defineWrapper({
  id: 'TimeLimit',
  description: 'Truncates episodes after a number of steps.',
  options: { maxEpisodeSteps: /* @__PURE__ */ option(1000, { integer: true, min: 1 }) },
  create: (env, { maxEpisodeSteps }) => new TimeLimit(env, maxEpisodeSteps),
});
