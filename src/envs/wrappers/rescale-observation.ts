// Maps observations from their bounds onto another range.
import { requireKnown } from '../../io/options.js';
import type { Space } from '../../spaces/index.js';
import type { Env } from '../env.js';
import { defineWrapper } from './define-wrapper.js';
import { requireEnv } from './require-env.js';
import { type Bound, Rescale } from './rescale.js';
import { TransformObservation } from './transform-observation.js';

export interface RescaleObservationOptions {
  /** New bounds, one for all or one per number of an observation; default -1 and 1. */
  minObs?: Bound;
  maxObs?: Bound;
}

export class RescaleObservation<A> extends TransformObservation<Float32Array, A, Float32Array> {
  /** @throws UserError when the observation space is not a bounded Box of floats or the range is empty. */
  constructor(env: Env<Float32Array, A>, options: RescaleObservationOptions = {}) {
    requireEnv('RescaleObservation', env);
    requireKnown('RescaleObservation', options, ['minObs', 'maxObs']);
    const { minObs = -1, maxObs = 1 } = options;
    const min: [string, Bound] = ['minObs', minObs];
    const rescale = new Rescale('RescaleObservation', 'observation', env.observationSpace, min, [
      'maxObs',
      maxObs,
    ]);
    const space: Space = rescale.space;
    super(env, (values) => rescale.forward(values) as Float32Array, space as Space<Float32Array>);
  }
}

export const rescaleObservation = /* @__PURE__ */ defineWrapper({
  id: 'RescaleObservation',
  description: 'Maps observations from their bounds onto another range.',
  options: { minObs: -1, maxObs: 1 },
  create: (env, options) => new RescaleObservation(env, options),
});
