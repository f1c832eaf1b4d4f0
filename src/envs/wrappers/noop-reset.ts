// Begins episodes after a random number of idle steps, so that a deterministic world begins in many ways.
import { UserError } from '../../io/errors.js';
import { Generator, type GeneratorState, SeedSequence } from '../../random/index.js';
import { Discrete } from '../../spaces/index.js';
import type { Env, EnvState, ResetOptions, ResetResult } from '../env.js';
import { type OptionValues, option, readOptions } from '../options.js';
import { defineWrapper } from './define-wrapper.js';
import { Wrapper } from './wrapper.js';

const OPTIONS = {
  /** Most idle steps; the number is uniform from 1 to this (default 30). */
  noopMax: /* @__PURE__ */ option(30, { integer: true, min: 1 }),
  /** The action that does nothing (default 0). */
  noopAction: /* @__PURE__ */ option(0, { integer: true, min: 0 }),
};

export type NoopResetOptions = Partial<OptionValues<typeof OPTIONS>>;

/**
 * Should an episode end meanwhile, it is reset and the rest of the steps follow. Rewards of idle steps are not counted. Draws
 * from a stream of its own, which `reset({ seed })` restarts apart from the environment's.
 *
 * Source: V. Mnih et al., Human-level control through deep reinforcement learning, 2015.
 */
export class NoopReset<O> extends Wrapper<O, number> {
  private readonly noopMax: number;
  private readonly noopAction: number;
  private rng = new Generator();

  /** @throws UserError when the actions are not Discrete, or the idle one is none of them. */
  constructor(env: Env<O, number>, options: NoopResetOptions = {}) {
    super(env);
    ({ noopMax: this.noopMax, noopAction: this.noopAction } = readOptions('NoopReset', OPTIONS, options));
    const { actionSpace } = env;
    if (!(actionSpace instanceof Discrete) || !actionSpace.contains(this.noopAction)) {
      throw new UserError(
        `NoopReset needs Discrete actions with ${this.noopAction} among them, got ${actionSpace}.`,
      );
    }
  }

  override reset(options?: ResetOptions): ResetResult<O> {
    if (options?.seed !== undefined) this.rng = new Generator(new SeedSequence(options.seed).spawn(1)[0]);
    let start = this.env.reset(options);
    const { seed: _, ...again } = options ?? {};
    for (let left = this.rng.integers(1, this.noopMax + 1); left > 0; left--) {
      const { observation, info, terminated, truncated } = this.env.step(this.noopAction);
      start = terminated || truncated ? this.env.reset(again) : { observation, info };
    }
    return start;
  }

  protected override snapshot(): EnvState {
    return { rng: this.rng.getState() };
  }

  protected override restore({ rng }: EnvState): void {
    this.rng.setState(rng as GeneratorState);
  }
}

export const noopReset = /* @__PURE__ */ defineWrapper({
  id: 'NoopReset',
  description: 'Begins episodes after a random number of idle steps.',
  options: OPTIONS,
  create: (env, options) => new NoopReset(env as unknown as Env<unknown, number>, options),
});
