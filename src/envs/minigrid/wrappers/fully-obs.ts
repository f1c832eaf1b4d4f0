// Shows the whole grid instead of what the agent sees.
import type { Env } from '../../env.js';
import type { WrapperDefinition } from '../../wrappers/define-wrapper.js';
import type { MiniGridObservation } from '../minigrid.js';
import { AGENT, RED } from '../objects.js';
import { gridBoxes } from '../picture.js';
import { ReplaceImage } from './replace-image.js';
import { requireMiniGrid } from './require-mini-grid.js';

/**
 * The image is [width, height, 3]: type, colour, state of each cell; that of the agent is 10, 0 and its direction,
 * whatever it stands on. What is carried is not shown.
 */
export class FullyObsWrapper<A> extends ReplaceImage<A> {
  /** @throws UserError when the environment is none of MiniGrid or the observations hold no image. */
  constructor(env: Env<MiniGridObservation, A>) {
    const { world } = requireMiniGrid('FullyObsWrapper', env);
    super('FullyObsWrapper', env, { shape: [world.width, world.height, 3] }, () => {
      const image = new Uint8Array(world.cells);
      image.set([AGENT, RED, world.direction], world.at(world.x, world.y));
      return image;
    });
    this.observedCells = () => gridBoxes(world);
  }
}

export const fullyObsWrapper: WrapperDefinition<Record<never, never>> = {
  id: 'FullyObsWrapper',
  description: 'Shows the whole grid of MiniGrid instead of what the agent sees.',
  create: (env) => new FullyObsWrapper(env),
};
