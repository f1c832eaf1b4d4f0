// Turns misuse and numerical accidents into clear errors at once: wrong order of calls, foreign actions, NaN.
import { UserError } from '../../io/errors.js';
import { Box, Dict, isNumeric, type Space, Tuple } from '../../spaces/index.js';
import type { EnvState, ResetOptions, ResetResult, StepResult } from '../env.js';
import { Wrapper } from './wrapper.js';

type Phase = 'created' | 'running' | 'over';

/**
 * Refuses a `step` before `reset` or after the end of an episode, actions and observations that do not fit their
 * spaces, and whatever is NaN or infinite. `make` and agents apply it to every environment.
 *
 * Continuous numbers beyond their bounds pass, as in Gymnasium: environments clip such actions.
 */
export class OrderEnforcing<O, A> extends Wrapper<O, A> {
  private phase: Phase = 'created';

  override reset(options?: ResetOptions): ResetResult<O> {
    const result = this.env.reset(options);
    if (!fits(this.observationSpace, result.observation))
      this.refuseObservation('reset()', result.observation);
    this.phase = 'running';
    return result;
  }

  override step(action: A): StepResult<O> {
    if (this.phase !== 'running') this.refuseOrder();
    if (!fits(this.actionSpace, action)) this.refuseAction(action);
    const result = this.env.step(action);
    if (!Number.isFinite(result.reward)) this.refuseReward(action, result.reward);
    if (!fits(this.observationSpace, result.observation)) {
      this.refuseObservation(`step(${show(action)})`, result.observation);
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
      `${this.name}: the action ${show(action)} does not fit the action space ${this.actionSpace}. ` +
        `Actions look like ${show(this.actionSpace.sample())}.`,
    );
  }

  private refuseReward(action: A, reward: unknown): never {
    throw new UserError(
      `${this.name}: step(${show(action)}) gave the reward ${show(reward)}; it must be finite.`,
      {
        kind: 'failure',
      },
    );
  }

  private refuseObservation(call: string, observation: O): never {
    const reason = allFinite(observation)
      ? `does not fit the observation space ${this.observationSpace}`
      : 'is not finite';
    throw new UserError(`${this.name}: the observation of ${call} ${reason}: ${show(observation)}.`, {
      kind: 'failure',
    });
  }

  protected override snapshot(): EnvState {
    return { phase: this.phase };
  }

  protected override restore(state: EnvState): void {
    this.phase = state.phase as Phase;
  }
}

/** Right form and finite; the bounds of boxes do not count. */
function fits(space: Space, value: unknown): boolean {
  if (space instanceof Box) return isNumeric(value, space.packedSize) && allFinite(value);
  if (space instanceof Tuple) {
    return (
      Array.isArray(value) && (space.spaces as readonly Space[]).every((part, i) => fits(part, value[i]))
    );
  }
  if (space instanceof Dict) {
    const parts = Object(value) as Record<string, unknown>;
    return space.keys.every((key) => fits(space.spaces[key]!, parts[key]));
  }
  return space.contains(value);
}

/** No number inside is NaN or infinite. */
function allFinite(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (value instanceof Float32Array || value instanceof Float64Array) {
    for (let i = 0; i < value.length; i++) if (!Number.isFinite(value[i])) return false;
    return true;
  }
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return true;
  return Object.values(value).every(allFinite);
}

/** A value in one line, typed arrays as lists. */
function show(value: unknown): string {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return `[${Array.from(value as unknown as ArrayLike<number>).join(', ')}]`;
  }
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
