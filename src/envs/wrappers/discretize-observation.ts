// Shows which cell an observation lies in, for tables of values.
import type { PackedArray, PackedType } from '../../spaces/index.js';
import type { Env } from '../env.js';
import { BINS, type BinOptions, readBins } from './bin-options.js';
import { Bins, cellSpace } from './bins.js';
import { defineWrapper } from './define-wrapper.js';
import { requireBox } from './require-box.js';
import { requireEnv } from './require-env.js';
import { TransformObservation } from './transform-observation.js';

/**
 * Each number of the observation is cut into `bins` (or into `bins[i]`) bins of equal width between its bounds; a bin
 * holds its lower edge, and the last one its upper. Observations are one index, the first number the slowest to
 * change, or with `multidiscrete` an index for each number.
 *
 * @example new DiscretizeObservation(make('MountainCar-v0'), [18, 14]) // 252 states
 */
export class DiscretizeObservation<A> extends TransformObservation<number | Int32Array, A, PackedArray> {
  private readonly bins: Bins<PackedType>;

  /** @throws UserError when the observations are no bounded Box, or the bins do not fit. */
  constructor(env: Env<PackedArray, A>, bins: number | readonly number[], options: BinOptions = {}) {
    requireEnv('DiscretizeObservation', env);
    const { multidiscrete } = readBins('DiscretizeObservation', bins, options);
    const box = requireBox('DiscretizeObservation', 'observation', env.observationSpace);
    const cells = new Bins('DiscretizeObservation', box, bins, multidiscrete);
    super(env, (values) => cells.cellOf(values), cellSpace(cells));
    this.bins = cells;
  }

  /** Where a cell begins and ends, in each number. */
  revertObservation(cell: number | ArrayLike<number>): [low: PackedArray, high: PackedArray] {
    return this.bins.boundsOf(cell);
  }
}

export const discretizeObservation = /* @__PURE__ */ defineWrapper({
  id: 'DiscretizeObservation',
  description: 'Shows which cell of a grid an observation lies in.',
  options: BINS,
  create: (env, { bins, binsOfEach, multidiscrete }) =>
    new DiscretizeObservation(env, binsOfEach ?? bins, { multidiscrete }),
});
