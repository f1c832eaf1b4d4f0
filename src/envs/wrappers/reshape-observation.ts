// Gives the numbers of an observation another shape; they stay what they are.
import { show } from '../../io/describe.js';
import { UserError } from '../../io/errors.js';
import { Box, type PackedArray, type Space } from '../../spaces/index.js';
import type { Env } from '../env.js';
import { option } from '../options.js';
import { defineWrapper } from './define-wrapper.js';
import { requireBox } from './require-box.js';
import { requireList } from './require-list.js';
import { Wrapper } from './wrapper.js';

export class ReshapeObservation<A, T extends PackedArray = Float32Array> extends Wrapper<T, A> {
  /** @throws UserError when the observations are no Box, or the shape holds another number of elements. */
  constructor(env: Env<T, A>, shape: readonly number[]) {
    super(env);
    requireList('ReshapeObservation', shape, '[2, 2]');
    const inner = requireBox('ReshapeObservation', 'observation', env.observationSpace);
    const isShape =
      Array.isArray(shape) && shape.length > 0 && shape.every((n) => Number.isInteger(n) && n > 0);
    if (!isShape || shape.reduce((product, n) => product * n, 1) !== inner.packedSize) {
      throw new UserError(
        `ReshapeObservation needs a shape of ${inner.packedSize} elements in all, as [${inner.shape}] has, got ${show(shape)}.`,
      );
    }
    const space: Space = new Box({ low: inner.low, high: inner.high, shape, dtype: inner.dtype });
    this.observationSpace = space as Space<T>;
  }
}

export const reshapeObservation = /* @__PURE__ */ defineWrapper({
  id: 'ReshapeObservation',
  description: 'Gives observations another shape of as many numbers.',
  options: { shape: /* @__PURE__ */ option([] as number[], { like: [1], integer: true, min: 1 }) },
  create: (env, { shape }) => new ReshapeObservation(env, shape),
});
