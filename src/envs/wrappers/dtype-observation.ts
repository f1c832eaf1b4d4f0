// Shows observations in another number type.
import { show } from '../../io/describe.js';
import { UserError } from '../../io/errors.js';
import {
  type ArrayOf,
  allocatePacked,
  Box,
  PACKED_TYPES,
  type PackedArray,
  type PackedType,
} from '../../spaces/index.js';
import type { Env } from '../env.js';
import { option } from '../options.js';
import { defineWrapper } from './define-wrapper.js';
import { requireBox } from './require-box.js';
import { requireEnv } from './require-env.js';
import { TransformObservation } from './transform-observation.js';

/** Integer types cut fractions off, as NumPy does; bounds that the type does not hold are refused. */
export class DtypeObservation<A, D extends PackedType> extends TransformObservation<
  ArrayOf<D>,
  A,
  PackedArray
> {
  /** @throws UserError when the observations are no Box, or there is no such type; RangeError when the type does not hold their bounds. */
  constructor(env: Env<PackedArray, A>, dtype: D) {
    requireEnv('DtypeObservation', env);
    if (!PACKED_TYPES.includes(dtype)) {
      throw new UserError(`DtypeObservation takes one of ${PACKED_TYPES.join(', ')}, got ${show(dtype)}.`);
    }
    const { low, high, shape, packedSize } = requireBox(
      'DtypeObservation',
      'observation',
      env.observationSpace,
    );
    const convert = (values: PackedArray): ArrayOf<D> => {
      const out = allocatePacked(dtype, packedSize);
      out.set(values);
      return out;
    };
    super(env, convert, new Box({ low, high, shape, dtype }));
  }
}

export const dtypeObservation = /* @__PURE__ */ defineWrapper({
  id: 'DtypeObservation',
  description: 'Shows observations in another number type.',
  options: { dtype: /* @__PURE__ */ option('float32', { choices: PACKED_TYPES }) },
  create: (env, { dtype }) => new DtypeObservation(env, dtype),
});
