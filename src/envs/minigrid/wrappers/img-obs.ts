// Shows the image alone, without direction and mission.
import type { Env } from '../../env.js';
import type { WrapperDefinition } from '../../wrappers/define-wrapper.js';
import { TransformObservation } from '../../wrappers/transform-observation.js';
import type { MiniGridObservation } from '../minigrid.js';
import { requireImage } from './require-mini-grid.js';

/** @example new ImgObsWrapper(make('MiniGrid-Empty-5x5-v0')) // observations [7, 7, 3] */
export class ImgObsWrapper<A> extends TransformObservation<Uint8Array, A, MiniGridObservation> {
  /** @throws UserError when the observations hold no image. */
  constructor(env: Env<MiniGridObservation, A>) {
    super(env, ({ image }) => image, requireImage('ImgObsWrapper', env.observationSpace).image);
  }
}

export const imgObsWrapper: WrapperDefinition<Record<never, never>> = {
  id: 'ImgObsWrapper',
  description: 'Shows the image of MiniGrid alone, without direction and mission.',
  create: (env) => new ImgObsWrapper(env),
};
