// The base of every wrapper: an environment that passes everything through to another one.
import type { Space } from '../../spaces/index.js';
import type { EnvSpec } from '../define-env.js';
import type { Drawing } from '../drawing.js';
import type { Env, EnvState, ResetOptions, ResetResult, StepResult } from '../env.js';
import { type GoalMethods, passGoalMethods } from '../goal-methods.js';
import { requireEnv } from './require-env.js';

/**
 * Passes calls through to `env`; subclasses change what they are about. `O` and `A` are the observations and
 * actions seen from outside, `IO` and `IA` those of the wrapped environment. Results are the environment's own:
 * a wrapper returns a new object instead of writing into them.
 *
 * A class that overrides `reset` or `step` says what it remembers from one call to the next: it overrides `snapshot`
 * and `restore`, or declares `static stateless = true`. Without either a run cannot save the environment.
 *
 * @example
 * class Doubled<O, A> extends Wrapper<O, A> {
 *   static stateless = true;
 *   override step(action: A) {
 *     const result = this.env.step(action);
 *     return { ...result, reward: 2 * result.reward };
 *   }
 * }
 */
export abstract class Wrapper<O = unknown, A = unknown, IO = O, IA = A> implements Env<O, A> {
  observationSpace: Space<O>;
  actionSpace: Space<A>;
  spec?: EnvSpec;
  /** These are present when the wrapped environment has them. */
  actionMask?: () => Uint8Array;
  observedCells?: NonNullable<Env['observedCells']>;
  computeReward?: NonNullable<GoalMethods['computeReward']>;
  computeTerminated?: NonNullable<GoalMethods['computeTerminated']>;

  /** @throws UserError when `env` is no environment: it says what is missing. */
  constructor(readonly env: Env<IO, IA>) {
    requireEnv(this.constructor.name, env);
    this.observationSpace = env.observationSpace as unknown as Space<O>;
    this.actionSpace = env.actionSpace as unknown as Space<A>;
    this.spec = env.spec;
    if (env.observedCells) this.observedCells = () => env.observedCells!();
    if (env.actionMask) this.actionMask = () => env.actionMask!();
    passGoalMethods(this, env, (reward) => this.relabelled(reward));
  }

  /** What this wrapper makes of a reward that `computeReward` worked out; wrappers that change rewards override it. */
  protected relabelled(reward: number): number {
    return reward;
  }

  /** Present when the wrapped environment has it and every class here says what it remembers. */
  get saveState(): (() => EnvState) | undefined {
    const { env } = this;
    if (!env.saveState || !env.loadState || silentClass(this)) return undefined;
    return () => ({ ...this.snapshot(), env: env.saveState!() });
  }

  get loadState(): ((state: EnvState) => void) | undefined {
    const { env } = this;
    if (!env.saveState || !env.loadState || silentClass(this)) return undefined;
    return (state) => {
      this.restore(state);
      env.loadState!(state.env as EnvState);
    };
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

/** The name of a class that changes what happens and does not say what it remembers. */
export function silentClass(wrapper: object): string | undefined {
  let prototype: object = Object.getPrototypeOf(wrapper);
  // Methods written as fields belong to the class of the object.
  let overrides = Object.hasOwn(wrapper, 'step') || Object.hasOwn(wrapper, 'reset');
  for (; prototype !== Wrapper.prototype; prototype = Object.getPrototypeOf(prototype)) {
    const has = (name: string) => Object.hasOwn(prototype, name);
    overrides ||= has('reset') || has('step');
    const type: { name: string; stateless?: boolean } = prototype.constructor;
    const isStateless = Object.hasOwn(type, 'stateless') && type.stateless === true;
    if (overrides && !isStateless && !(has('snapshot') && has('restore'))) return type.name;
    overrides = false;
  }
  return undefined;
}
