// Passes every observation through a function.
import type { Space } from '../../spaces/index.js';
import type { Env, ResetOptions, ResetResult, StepResult } from '../env.js';
import { requireFunction } from './require-function.js';
import { Wrapper } from './wrapper.js';

/** @example new TransformObservation(env, (position) => Float32Array.of(position / 15), new Box({ low: 0, high: 1 })) */
export class TransformObservation<O, A, IO> extends Wrapper<O, A, IO, A> {
  static stateless = true;

  /**
   * @param transform must depend on nothing but the observation.
   * @param observationSpace of what `transform` returns; default: that of the environment.
   */
  constructor(
    env: Env<IO, A>,
    private readonly transform: (observation: IO) => O,
    observationSpace?: Space<O>,
  ) {
    super(env);
    requireFunction(this.constructor.name, transform);
    if (observationSpace) this.observationSpace = observationSpace;
  }

  override reset(options?: ResetOptions): ResetResult<O> {
    const { observation, info } = this.env.reset(options);
    return { observation: this.transform(observation), info };
  }

  override step(action: A): StepResult<O> {
    const result = this.env.step(action);
    return { ...result, observation: this.transform(result.observation) };
  }
}
