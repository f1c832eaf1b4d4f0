// Lets the agent see more cells, or fewer.
import { UserError } from '../../../io/errors.js';
import type { Env } from '../../env.js';
import { option, readOptions } from '../../options.js';
import type { WrapperDefinition } from '../../wrappers/define-wrapper.js';
import type { MiniGridObservation } from '../minigrid.js';
import { viewBoxes } from '../picture.js';
import { look, VIEW_SIZE } from '../view.js';
import { ReplaceImage } from './replace-image.js';
import { requireMiniGrid } from './require-mini-grid.js';

const OPTIONS = {
  /** Cells along each side of the view, odd. */
  agentViewSize: option(VIEW_SIZE, { integer: true, min: 3 }),
};

/** The image is [agentViewSize, agentViewSize, 3]. Pictures still show the usual view of 7 x 7. */
export class ViewSizeWrapper<A> extends ReplaceImage<A> {
  /** @throws UserError when the size is even, or the environment none of MiniGrid. */
  constructor(env: Env<MiniGridObservation, A>, agentViewSize: number = VIEW_SIZE) {
    const { world } = requireMiniGrid('ViewSizeWrapper', env);
    const { agentViewSize: size } = readOptions('ViewSizeWrapper', OPTIONS, { agentViewSize });
    if (size % 2 === 0) {
      throw new UserError(
        `ViewSizeWrapper: agentViewSize must be odd, so that the agent has a middle, got ${size}.`,
      );
    }
    const seen = new Uint8Array(size * size);
    super('ViewSizeWrapper', env, { shape: [size, size, 3] }, () => look(world, size, seen));
    this.observedCells = () => viewBoxes(world, size);
  }
}

export const viewSizeWrapper: WrapperDefinition<typeof OPTIONS> = {
  id: 'ViewSizeWrapper',
  description: 'Lets the agent of MiniGrid see more cells, or fewer.',
  options: OPTIONS,
  create: (env, { agentViewSize }) => new ViewSizeWrapper(env, agentViewSize),
};
