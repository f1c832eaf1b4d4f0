// The common part of our own environments: one random stream, restarted by `reset({ seed })`, and exact state.
import { requireKnown } from '../io/options.js';
import { Generator, type GeneratorState } from '../random/index.js';
import type { Space } from '../spaces/index.js';
import type { Drawing } from './drawing.js';
import type { Env, EnvState, ResetOptions, ResetResult, StepResult } from './env.js';

const RESET = ['seed', 'options'];
const NONE = {};

/**
 * An environment whose only hidden state is a generator and what `snapshot` returns. Subclasses describe one
 * world: `start` begins an episode, `step` moves it on.
 */
export abstract class SeededEnv<O, A> implements Env<O, A> {
  abstract readonly observationSpace: Space<O>;
  abstract readonly actionSpace: Space<A>;
  protected rng = new Generator();
  /** Names of the `options` of `reset` that `start` reads; `reset` refuses others. */
  protected readonly resetOptions: readonly string[] = [];

  /** Begins an episode with draws from `rng`; `options` are those of `reset`. */
  protected abstract start(options: Record<string, unknown>): ResetResult<O>;
  abstract step(action: A): StepResult<O>;
  /** A display list of the current state. */
  render?(): Drawing;
  /** All variables of the world as plain JSON, … */
  protected abstract snapshot(): EnvState;
  /** … and back. */
  protected abstract restore(state: EnvState): void;

  /** @throws UserError for keys that are not known. */
  reset(given: ResetOptions = {}): ResetResult<O> {
    const { seed, options = NONE } = given;
    requireKnown('reset()', given, RESET);
    if (options !== NONE)
      requireKnown(`reset({ options }) of ${this.constructor.name}`, options, this.resetOptions);
    if (seed !== undefined) this.rng = new Generator(seed);
    return this.start(options);
  }

  close(): void {}

  saveState(): EnvState {
    return { rng: this.rng.getState(), ...this.snapshot() };
  }

  loadState(state: EnvState): void {
    this.rng.setState(state.rng as GeneratorState);
    this.restore(state);
  }
}
