// Shows observations as flat vectors: parts one after another, choices one-hot.
import { flattenSpace } from '../../spaces/index.js';
import type { Env } from '../env.js';
import { defineWrapper } from './define-wrapper.js';
import { requireEnv } from './require-env.js';
import { TransformObservation } from './transform-observation.js';

export class FlattenObservation<A> extends TransformObservation<Float32Array, A, unknown> {
  constructor(env: Env<unknown, A>) {
    requireEnv('FlattenObservation', env);
    const space = env.observationSpace;
    super(env, (observation) => space.flatten(observation), flattenSpace(space));
  }
}

export const flattenObservation = /* @__PURE__ */ defineWrapper({
  id: 'FlattenObservation',
  description: 'Shows observations as flat vectors, choices one-hot.',
  create: (env) => new FlattenObservation(env),
});
