// Offers a choice of actions instead of continuous ones: the centres of bins.
import type { PackedType } from '../../spaces/index.js';
import type { Env } from '../env.js';
import { BINS, type BinOptions, readBins } from './bin-options.js';
import { Bins, cellSpace } from './bins.js';
import { defineWrapper } from './define-wrapper.js';
import { requireFloatBox } from './require-box.js';
import { requireEnv } from './require-env.js';
import { TransformAction } from './transform-action.js';

/**
 * Each number of the action is cut into `bins` (or into `bins[i]`) bins of equal width between its bounds. Actions are
 * one index, the first number the slowest to change, or with `multidiscrete` an index for each number.
 *
 * @example new DiscretizeAction(make('Pendulum-v1'), 5) // torques -1.6, -0.8, 0, 0.8 and 1.6
 */
export class DiscretizeAction<O> extends TransformAction<O, number | Int32Array, Float32Array> {
  private readonly bins: Bins<PackedType>;

  /** @throws UserError when the actions are no bounded Box of floats, or the bins do not fit. */
  constructor(env: Env<O, Float32Array>, bins: number | readonly number[], options: BinOptions = {}) {
    requireEnv('DiscretizeAction', env);
    const { multidiscrete } = readBins('DiscretizeAction', bins, options);
    const box = requireFloatBox('DiscretizeAction', 'action', env.actionSpace);
    const cells = new Bins<PackedType>('DiscretizeAction', box, bins, multidiscrete);
    super(env, (cell) => cells.centerOf(cell) as Float32Array, cellSpace(cells));
    this.bins = cells;
  }

  /** The choice whose action is nearest to a continuous one. */
  revertAction(action: ArrayLike<number>): number | Int32Array {
    return this.bins.nearest(action);
  }
}

export const discretizeAction = /* @__PURE__ */ defineWrapper({
  id: 'DiscretizeAction',
  description: 'Offers a choice of actions, the centres of bins, instead of continuous ones.',
  options: BINS,
  create: (env, { bins, binsOfEach, multidiscrete }) =>
    new DiscretizeAction(env, binsOfEach ?? bins, { multidiscrete }),
});
