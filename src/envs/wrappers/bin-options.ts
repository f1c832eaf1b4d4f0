// The options of the wrappers that cut numbers into bins.
import { option, readOptions } from '../options.js';

export const BINS = {
  /** Bins of every number (default 10). */
  bins: /* @__PURE__ */ option(10, { integer: true, min: 1 }),
  /** Bins of each number, in place of `bins`. */
  binsOfEach: /* @__PURE__ */ option<number[] | null>(null, { like: [1], integer: true, min: 1 }),
  /** A choice for each number instead of one for all (default false). */
  multidiscrete: false,
};

export interface BinOptions {
  /** A choice for each number instead of one for all (default false). */
  multidiscrete?: boolean;
}

/** @throws UserError when the bins are no positive integers, or an option is unknown. */
export function readBins(who: string, bins: number | readonly number[], options: BinOptions) {
  const { multidiscrete } = readOptions(who, { multidiscrete: BINS.multidiscrete }, options);
  const given = Array.isArray(bins) ? { binsOfEach: bins as number[] } : { bins: bins as number };
  readOptions(who, BINS, given);
  return { multidiscrete };
}
