// The checks of wrappers that know MiniGrid: of the environment inside, and of its observations.
import { UserError } from '../../../io/errors.js';
import { Box, Dict, type Space } from '../../../spaces/index.js';
import type { Env } from '../../env.js';
import { unwrapped } from '../../wrappers/wrapper.js';
import { MiniGrid } from '../minigrid.js';

/** @throws UserError when another environment is inside. */
export function requireMiniGrid(wrapper: string, env: object): MiniGrid {
  const inside = unwrapped(env as Env);
  if (inside instanceof MiniGrid) return inside;
  const name = (inside as Env).spec?.id ?? (inside as Env).constructor.name;
  throw new UserError(
    `${wrapper} needs an environment of MiniGrid, such as make('MiniGrid-Empty-5x5-v0'), got ${name}.`,
  );
}

/**
 * The parts of observations that still hold an image.
 *
 * @throws UserError when a wrapper inside took it away.
 */
export function requireImage(
  wrapper: string,
  space: Space,
): { image: Box<'uint8'>; parts: Record<string, Space> } {
  const parts = space instanceof Dict ? (space.spaces as Record<string, Space>) : {};
  const { image } = parts;
  if (image instanceof Box) return { image: image as Box<'uint8'>, parts };
  throw new UserError(
    `${wrapper} needs observations with an image, a direction and a mission, got ${space}: put it inside the others.`,
  );
}
