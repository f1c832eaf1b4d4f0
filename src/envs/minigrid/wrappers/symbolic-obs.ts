// Shows each cell of the whole grid as its place and type.
import type { Env } from '../../env.js';
import type { WrapperDefinition } from '../../wrappers/define-wrapper.js';
import type { MiniGridObservation } from '../minigrid.js';
import { AGENT, EMPTY } from '../objects.js';
import { ReplaceImage } from './replace-image.js';
import { requireMiniGrid } from './require-mini-grid.js';

/**
 * The image is [width, height, 3]: x, y and type of each cell, -1 where nothing is, 10 where the agent is. It holds
 * `int8`: MiniGrid states bytes from 0 to 10, which its own numbers leave.
 */
export class SymbolicObsWrapper<A> extends ReplaceImage<A, Int8Array> {
  /** @throws UserError when the environment is none of MiniGrid or the observations hold no image. */
  constructor(env: Env<MiniGridObservation, A>) {
    const { world } = requireMiniGrid('SymbolicObsWrapper', env);
    const { width, height } = world;
    const high = Math.max(AGENT, width - 1, height - 1);
    const form = { shape: [width, height, 3], low: -1, high, dtype: 'int8' } as const;
    super('SymbolicObsWrapper', env, form, () => {
      const image = new Int8Array(world.cells.length);
      for (let x = 0; x < width; x++) {
        for (let y = 0; y < height; y++) {
          const type = world.typeAt(x, y);
          image.set([x, y, type === EMPTY ? -1 : type], world.at(x, y));
        }
      }
      image[world.at(world.x, world.y) + 2] = AGENT;
      return image;
    });
  }
}

export const symbolicObsWrapper: WrapperDefinition<Record<never, never>> = {
  id: 'SymbolicObsWrapper',
  description: 'Shows each cell of the whole grid of MiniGrid as its place and type.',
  create: (env) => new SymbolicObsWrapper(env),
};
