// Pruning by the median of earlier trials at the same moment (Golovin et al. 2017, section 3.2.1; Optuna's MedianPruner).

/** What a trial reported at each evaluation of its seeds: first all of the first seed, then the next. */
export type Reports = readonly number[];

/**
 * Below which a trial is given up, for each of its reports; -Infinity where it may be as bad as it likes.
 *
 * @param earlier Reports of trials before it: those of whole trials, and of pruned ones as far as they came.
 * @param whole How many of them are whole.
 * @param perSeed Evaluations of one seed.
 */
export function medianThresholds(
  earlier: readonly Reports[],
  { whole, startup, warmup, perSeed }: { whole: number; startup: number; warmup: number; perSeed: number },
): number[] {
  const length = Math.max(0, ...earlier.map((reports) => reports.length));
  return Array.from({ length }, (_, i) => {
    if (whole < startup || (i % perSeed) + 1 <= warmup * perSeed) return -Infinity;
    const values = earlier.flatMap((reports) => (reports.length > i ? [reports[i]!] : []));
    return median(values);
  });
}

function median(values: readonly number[]): number {
  if (values.length === 0) return -Infinity;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
