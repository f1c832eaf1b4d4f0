// Turns misuse and accidents into clear errors at once: wrong order of calls, foreign actions, broken results, NaN.

import { describe, show } from '../../io/describe.js';
import { UserError } from '../../io/errors.js';
import { fits, misfit } from '../../spaces/index.js';
import type { Env, EnvState, ResetOptions, ResetResult, StepResult } from '../env.js';
import { Wrapper } from './wrapper.js';

const PHASES = ['created', 'running', 'over'] as const;
type Phase = (typeof PHASES)[number];

const STEP_RESULT = '{ observation, reward, terminated, truncated, info }';

/**
 * Refuses a `step` before `reset` or after the end of an episode, actions and observations that do not fit their
 * spaces, results that are not what the contract says, and whatever is NaN or infinite. `make` and agents apply it
 * to every environment.
 *
 * Continuous numbers beyond their bounds pass, as in Gymnasium: environments clip such actions.
 */
export class OrderEnforcing<O, A> extends Wrapper<O, A> {
  private phase: Phase = 'created';

  override reset(options?: ResetOptions): ResetResult<O> {
    const result = this.env.reset(options);
    if (!fits(this.observationSpace, result?.observation)) this.refuseReset(result);
    this.phase = 'running';
    return result;
  }

  override step(action: A): StepResult<O> {
    if (this.phase !== 'running') this.refuseOrder();
    if (!fits(this.actionSpace, action)) this.refuseAction(action);
    const result = this.env.step(action);
    if (
      !Number.isFinite(result?.reward) ||
      typeof result.terminated !== 'boolean' ||
      typeof result.truncated !== 'boolean' ||
      !fits(this.observationSpace, result.observation)
    ) {
      this.refuseStep(action, result);
    }
    if (result.terminated || result.truncated) this.phase = 'over';
    return result;
  }

  private get name(): string {
    return this.spec?.id ?? this.env.constructor.name;
  }

  private refuseOrder(): never {
    const reason = this.phase === 'created' ? 'before the first reset()' : 'after the episode ended';
    throw new UserError(`${this.name}: step() was called ${reason}. Call reset() to begin an episode.`);
  }

  private refuseAction(action: unknown): never {
    throw new UserError(
      `${this.name}: the action ${show(action)} does not fit the action space ${this.actionSpace}: ` +
        `${misfit(this.actionSpace, action)}. Actions look like ${show(this.actionSpace.sample())}.`,
    );
  }

  private refuseReset(result: unknown): never {
    this.requireResult('reset()', result, '{ observation, info }');
    this.refuseObservation('reset()', (result as ResetResult<O>).observation);
  }

  private refuseStep(action: A, result: unknown): never {
    const call = `step(${show(action)})`;
    this.requireResult(call, result, STEP_RESULT);
    const { observation, reward, terminated, truncated, ...rest } = result as StepResult<O>;
    if (!Number.isFinite(reward)) {
      this.fail(`${call} gave the reward ${show(reward)}; it must be a finite number.`);
    }
    for (const [name, flag] of Object.entries({ terminated, truncated })) {
      if (typeof flag === 'boolean') continue;
      const hint =
        'done' in rest
          ? ' "done" is not read: terminated is the end of the task, truncated a cut by time.'
          : '';
      this.fail(`${call} gave ${name} ${show(flag)}; it must be true or false.${hint}`);
    }
    this.refuseObservation(call, observation);
  }

  private requireResult(call: string, result: unknown, form: string): void {
    if (result instanceof Promise) {
      this.fail(`${call} returned a Promise; environments are synchronous and must return ${form} at once.`);
    }
    if (typeof result !== 'object' || result === null || !('observation' in result)) {
      this.fail(`${call} must return ${form}, got ${describe(result)}.`);
    }
  }

  private refuseObservation(call: string, observation: O): never {
    this.fail(
      `the observation of ${call} does not fit the observation space ${this.observationSpace}: ` +
        `${misfit(this.observationSpace, observation)}.`,
    );
  }

  private fail(message: string): never {
    throw new UserError(`${this.name}: ${message}`, { kind: 'failure' });
  }

  protected override snapshot(): EnvState {
    return { phase: this.phase };
  }

  protected override restore(state: EnvState): void {
    const { phase, env } = Object(state) as EnvState;
    if (!PHASES.includes(phase as Phase) || typeof env !== 'object' || env === null) {
      throw new UserError(`${this.name}: loadState() takes what saveState() gave, got ${describe(state)}.`);
    }
    this.phase = state.phase as Phase;
  }
}

/** The environment, guarded by {@link OrderEnforcing} if it is not yet. */
export function guarded<O, A>(env: Env<O, A>): Env<O, A> {
  return env instanceof OrderEnforcing ? env : new OrderEnforcing(env);
}
