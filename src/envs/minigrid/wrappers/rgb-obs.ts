// Show the world as pixels: all of it, or what the agent sees.
import type { Env } from '../../env.js';
import { option, readOptions } from '../../options.js';
import type { WrapperDefinition } from '../../wrappers/define-wrapper.js';
import type { MiniGridObservation } from '../minigrid.js';
import { paintView, paintWorld } from '../pixels.js';
import { VIEW_SIZE } from '../view.js';
import { ReplaceImage } from './replace-image.js';
import { requireMiniGrid } from './require-mini-grid.js';

const OPTIONS = {
  /** Pixels along each side of a cell. */
  tileSize: option(8, { integer: true, min: 1 }),
};

/** The image is [height * tileSize, width * tileSize, 3], RGB from the top; what the agent sees is lit up. */
export class RGBImgObsWrapper<A> extends ReplaceImage<A> {
  /** @throws UserError when the environment is none of MiniGrid or the observations hold no image. */
  constructor(env: Env<MiniGridObservation, A>, tileSize = 8) {
    const { world } = requireMiniGrid('RGBImgObsWrapper', env);
    const { tileSize: size } = readOptions('RGBImgObsWrapper', OPTIONS, { tileSize });
    const shape = [world.height * size, world.width * size, 3];
    super('RGBImgObsWrapper', env, { shape }, () => paintWorld(world, VIEW_SIZE, size));
  }
}

/** The image is [7 * tileSize, 7 * tileSize, 3], RGB from the top; the agent looks up from the middle of the last row. */
export class RGBImgPartialObsWrapper<A> extends ReplaceImage<A> {
  /** @throws UserError when the environment is none of MiniGrid or the observations hold no image. */
  constructor(env: Env<MiniGridObservation, A>, tileSize = 8) {
    const { world } = requireMiniGrid('RGBImgPartialObsWrapper', env);
    const { tileSize: size } = readOptions('RGBImgPartialObsWrapper', OPTIONS, { tileSize });
    const shape = [VIEW_SIZE * size, VIEW_SIZE * size, 3];
    super('RGBImgPartialObsWrapper', env, { shape }, () => paintView(world, VIEW_SIZE, size));
  }
}

export const rgbImgObsWrapper: WrapperDefinition<typeof OPTIONS> = {
  id: 'RGBImgObsWrapper',
  description: 'Shows the whole grid of MiniGrid as pixels.',
  options: OPTIONS,
  create: (env, { tileSize }) => new RGBImgObsWrapper(env, tileSize),
};

export const rgbImgPartialObsWrapper: WrapperDefinition<typeof OPTIONS> = {
  id: 'RGBImgPartialObsWrapper',
  description: 'Shows what the agent of MiniGrid sees as pixels.',
  options: OPTIONS,
  create: (env, { tileSize }) => new RGBImgPartialObsWrapper(env, tileSize),
};
