// Repeats the previous action now and then, so that a deterministic world cannot be learnt by heart.
import { UserError } from '../../io/errors.js';
import { Generator, type GeneratorState, SeedSequence } from '../../random/index.js';
import type { Env, EnvState, ResetOptions, ResetResult, StepResult } from '../env.js';
import { type OptionValues, option, readOptions } from '../options.js';
import { defineWrapper } from './define-wrapper.js';
import { Wrapper } from './wrapper.js';

const OPTIONS = {
  /** How likely a step begins with the previous action instead of the given one (default 0.25). */
  repeatActionProbability: /* @__PURE__ */ option(0.25, { min: 0, max: 1 }),
  /** For how many steps it is then repeated (default 1); the least of them where `longestRepeat` is given. */
  repeatActionDuration: /* @__PURE__ */ option(1, { integer: true, min: 1 }),
  /** Draws the duration each time, up to this one (default: it is always the same). */
  longestRepeat: /* @__PURE__ */ option<number | null>(null, { like: 1, integer: true, min: 1 }),
};

/**
 * Draws from a stream of its own, which `reset({ seed })` restarts apart from the environment's.
 *
 * Source: M. Machado et al., Revisiting the Arcade Learning Environment, 2018.
 */
export class StickyAction<O, A> extends Wrapper<O, A> {
  private readonly probability: number;
  private readonly shortest: number;
  private readonly longest: number;
  private rng = new Generator();
  /** Packed; undefined before the first step of an episode. */
  private last: number[] | undefined;
  /** Steps for which the action is still repeated. */
  private left = 0;

  /** @throws UserError when an option is unknown or wrong. */
  constructor(env: Env<O, A>, options: Partial<OptionValues<typeof OPTIONS>> = {}) {
    super(env);
    const { repeatActionProbability, repeatActionDuration, longestRepeat } = readOptions(
      'StickyAction',
      OPTIONS,
      options,
    );
    this.probability = repeatActionProbability;
    this.shortest = repeatActionDuration;
    this.longest = longestRepeat ?? repeatActionDuration;
    if (this.longest < this.shortest) {
      throw new UserError(
        `StickyAction: longestRepeat must be at least repeatActionDuration ${this.shortest}, got ${this.longest}.`,
      );
    }
  }

  override reset(options?: ResetOptions): ResetResult<O> {
    if (options?.seed !== undefined) this.rng = new Generator(new SeedSequence(options.seed).spawn(1)[0]);
    this.last = undefined;
    this.left = 0;
    return this.env.reset(options);
  }

  override step(action: A): StepResult<O> {
    const { actionSpace } = this;
    if (this.left === 0 && this.last && this.rng.random() < this.probability) {
      this.left = this.rng.integers(this.shortest, this.longest + 1);
    }
    if (this.left > 0) {
      this.left--;
      return this.env.step(actionSpace.unpack(this.last!, 0));
    }
    this.last = new Array<number>(actionSpace.packedSize).fill(0);
    actionSpace.pack(action, this.last, 0);
    return this.env.step(action);
  }

  protected override snapshot(): EnvState {
    return { rng: this.rng.getState(), last: this.last ?? null, left: this.left };
  }

  protected override restore({ rng, last, left }: EnvState): void {
    this.rng.setState(rng as GeneratorState);
    this.last = (last as number[] | null) ?? undefined;
    this.left = left as number;
  }
}

export const stickyAction = /* @__PURE__ */ defineWrapper({
  id: 'StickyAction',
  description: 'Repeats the previous action now and then.',
  options: OPTIONS,
  create: (env, options) => new StickyAction(env, options),
});
