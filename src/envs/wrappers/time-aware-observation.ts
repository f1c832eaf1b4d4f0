// Shows the number of steps since the episode began beside the observation.
import { UserError } from '../../io/errors.js';
import { Box, Dict, flattenSpace, type Space, Tuple } from '../../spaces/index.js';
import type { Env, EnvState, ResetOptions, ResetResult, StepResult } from '../env.js';
import { type OptionValues, readOptions } from '../options.js';
import { defineWrapper } from './define-wrapper.js';
import { Wrapper } from './wrapper.js';

const OPTIONS = {
  /** Shows one vector (default); else a Dict of `obs` and `time`, or the Dict or Tuple that there is with one more part. */
  flatten: true,
  /** Divides the time by the limit. */
  normalizeTime: false,
  /** Key of the time in observations that are a Dict. */
  dictTimeKey: 'time',
};

export type TimeAwareObservationOptions = Partial<OptionValues<typeof OPTIONS>>;

/** With a time limit the value of a state depends on the time left: F. Pardo et al., Time Limits in RL, 2018. */
export class TimeAwareObservation<A> extends Wrapper<unknown, A, unknown, A> {
  private readonly limit: number;
  private readonly options: OptionValues<typeof OPTIONS>;
  /** Of observation and time, before flattening. */
  private readonly joint: Space;
  private steps = 0;

  /** @throws UserError when the environment has no time limit, or a key of that name. */
  constructor(env: Env<unknown, A>, options: TimeAwareObservationOptions = {}) {
    super(env);
    this.options = readOptions('TimeAwareObservation', OPTIONS, options);
    const limit = env.spec?.maxEpisodeSteps;
    if (limit === undefined) {
      throw new UserError(
        'TimeAwareObservation needs an environment with a time limit in its spec: see TimeLimit.',
      );
    }
    this.limit = limit;
    const { normalizeTime, dictTimeKey, flatten } = this.options;
    const time: Space = normalizeTime
      ? new Box({ low: 0, high: 1 })
      : new Box({ low: 0, high: limit, dtype: 'int32' });
    const space: Space = env.observationSpace;
    if (space instanceof Dict && space.keys.includes(dictTimeKey)) {
      throw new UserError(`The observations have a "${dictTimeKey}" already: choose another dictTimeKey.`);
    }
    const inner = space instanceof Dict || space instanceof Tuple ? space.spaces : space;
    const parts = withTime(space, inner, time, dictTimeKey);
    this.joint = Array.isArray(parts)
      ? new Tuple(parts as Space[])
      : new Dict(parts as Record<string, Space>);
    this.observationSpace = flatten ? flattenSpace(this.joint) : this.joint;
  }

  private show(observation: unknown): unknown {
    const { normalizeTime, flatten, dictTimeKey } = this.options;
    const time = normalizeTime ? Float32Array.of(this.steps / this.limit) : Int32Array.of(this.steps);
    const both: unknown = withTime(this.env.observationSpace, observation, time, dictTimeKey);
    return flatten ? this.joint.flatten(both) : both;
  }

  override reset(options?: ResetOptions): ResetResult<unknown> {
    this.steps = 0;
    const { observation, info } = this.env.reset(options);
    return { observation: this.show(observation), info };
  }

  override step(action: A): StepResult<unknown> {
    this.steps++;
    const result = this.env.step(action);
    return { ...result, observation: this.show(result.observation) };
  }

  protected override snapshot(): EnvState {
    return { steps: this.steps };
  }

  protected override restore({ steps }: EnvState): void {
    this.steps = steps as number;
  }
}

/** The parts of an observation, or of its space, and the time. */
function withTime(
  space: Space,
  parts: unknown,
  time: unknown,
  key: string,
): Record<string, unknown> | unknown[] {
  if (space instanceof Dict) return { ...Object(parts), [key]: time };
  if (space instanceof Tuple) return [...(parts as unknown[]), time];
  return { obs: parts, time };
}

export const timeAwareObservation = /* @__PURE__ */ defineWrapper({
  id: 'TimeAwareObservation',
  description: 'Shows the steps since the episode began beside the observation.',
  options: OPTIONS,
  create: (env, options) => new TimeAwareObservation(env, options),
});
