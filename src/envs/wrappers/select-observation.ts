// Shows only some numbers of a vector observation, for instance positions without velocities.
import { UserError } from '../../io/errors.js';
import { Box } from '../../spaces/index.js';
import type { Env } from '../env.js';
import { option } from '../options.js';
import { defineWrapper } from './define-wrapper.js';
import { requireEnv } from './require-env.js';
import { requireList } from './require-list.js';
import { TransformObservation } from './transform-observation.js';

/**
 * Hides all but the elements `indices` of a Box observation, in that order. What is hidden must be remembered or
 * inferred: a task for recurrent agents, or for `FrameStack`.
 *
 * @example new SelectObservation(make('CartPole-v1'), [0, 2]) // positions of cart and pole
 */
export class SelectObservation<A> extends TransformObservation<Float32Array, A, Float32Array> {
  /** @throws UserError when the observations are no vector, or have no such elements. */
  constructor(env: Env<Float32Array, A>, indices: readonly number[]) {
    requireEnv('SelectObservation', env);
    requireList('SelectObservation', indices, '[0, 2]');
    const { observationSpace: space } = env;
    if (!(space instanceof Box) || space.shape.length !== 1) {
      throw new UserError(`SelectObservation needs vectors as observations, got ${space}.`);
    }
    const wrong = indices.find((i) => !(i in space.low));
    if (wrong !== undefined || indices.length === 0) {
      throw new UserError(`SelectObservation needs indices 0 … ${space.packedSize - 1}, got [${indices}].`);
    }
    const pick = (values: ArrayLike<number>) => Float32Array.from(indices, (i) => values[i]!);
    super(env, pick, new Box({ low: pick(space.low), high: pick(space.high) }));
  }
}

export const selectObservation = /* @__PURE__ */ defineWrapper({
  id: 'SelectObservation',
  description: 'Shows only some numbers of a vector observation.',
  options: { indices: /* @__PURE__ */ option([] as number[], { like: [0], integer: true, min: 0 }) },
  create: (env, { indices }) => new SelectObservation(env, indices),
});
