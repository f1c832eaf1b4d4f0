// The base of wrappers that show another image and leave direction and mission as they are.
import { Box, Dict, type PackedType, type Space } from '../../../spaces/index.js';
import type { Env } from '../../env.js';
import { TransformObservation } from '../../wrappers/transform-observation.js';
import type { MiniGridObservation } from '../minigrid.js';
import { requireImage } from './require-mini-grid.js';

/** Observations whose image may be of another number type. */
export type WithImage<T = Uint8Array> = Omit<MiniGridObservation, 'image'> & { image: T };

export interface ImageForm {
  shape: readonly number[];
  /** Default 0 and 255, as in MiniGrid. */
  low?: number;
  high?: number;
  /** Default `uint8`. */
  dtype?: PackedType;
}

export abstract class ReplaceImage<A, T = Uint8Array> extends TransformObservation<
  WithImage<T>,
  A,
  MiniGridObservation
> {
  /** @throws UserError when the observations hold no image. */
  constructor(
    wrapper: string,
    env: Env<MiniGridObservation, A>,
    { shape, low = 0, high = 255, dtype = 'uint8' }: ImageForm,
    show: (observation: MiniGridObservation) => T,
  ) {
    const { parts } = requireImage(wrapper, env.observationSpace);
    const space = new Dict({ ...parts, image: new Box({ low, high, shape, dtype }) });
    super(
      env,
      (observation) => ({ ...observation, image: show(observation) }),
      space as unknown as Space<WithImage<T>>,
    );
  }
}
