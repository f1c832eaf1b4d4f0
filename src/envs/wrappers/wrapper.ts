// The base of every wrapper: an environment that passes everything through to another one.
import type { Space } from '../../spaces/index.js';
import type { EnvSpec } from '../define-env.js';
import type { Drawing } from '../drawing.js';
import type { Env, EnvState, ResetOptions, ResetResult, StepResult } from '../env.js';

/**
 * Passes calls through to `env`; subclasses change what they are about. `O` and `A` are the observations and
 * actions seen from outside, `IO` and `IA` those of the wrapped environment.
 */
export abstract class Wrapper<O = unknown, A = unknown, IO = O, IA = A> implements Env<O, A> {
  observationSpace: Space<O>;
  actionSpace: Space<A>;
  spec?: EnvSpec;
  actionMask?: () => Uint8Array;
  /** Present when the wrapped environment has it. */
  saveState?: () => EnvState;
  loadState?: (state: EnvState) => void;

  constructor(readonly env: Env<IO, IA>) {
    this.observationSpace = env.observationSpace as unknown as Space<O>;
    this.actionSpace = env.actionSpace as unknown as Space<A>;
    this.spec = env.spec;
    if (env.actionMask) this.actionMask = () => env.actionMask!();
    if (env.saveState && env.loadState) {
      this.saveState = () => ({ ...this.snapshot(), env: env.saveState!() });
      this.loadState = (state) => {
        this.restore(state);
        env.loadState!(state.env as EnvState);
      };
    }
  }

  /** The wrapper's own variables as plain JSON. */
  protected snapshot(): EnvState {
    return {};
  }

  protected restore(_state: EnvState): void {}

  reset(options?: ResetOptions): ResetResult<O> {
    return this.env.reset(options) as unknown as ResetResult<O>;
  }

  step(action: A): StepResult<O> {
    return this.env.step(action as unknown as IA) as unknown as StepResult<O>;
  }

  render(): Drawing | undefined {
    return this.env.render?.();
  }

  close(): void {
    this.env.close?.();
  }
}

/** The environment inside all wrappers. */
export function unwrapped(env: Env): Env {
  return env instanceof Wrapper ? unwrapped(env.env) : env;
}
