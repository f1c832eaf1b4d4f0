// Fitness as ranks: only the order counts, so that no scale and no outlier does.

/** Indices of the values, the highest first; equals in their order. */
export function descending(values: ArrayLike<number>): number[] {
  return Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[b]! - values[a]! || a - b);
}

/** Ranks from -½ (lowest) to ½ (highest), centred at 0; equals share the mean of theirs (Salimans et al. 2017, section 2). */
export function centredRanks(values: ArrayLike<number>): Float64Array {
  const n = values.length;
  const order = descending(values);
  const ranks = new Float64Array(n);
  for (let from = 0; from < n; ) {
    let to = from + 1;
    while (to < n && values[order[to]!] === values[order[from]!]) to++;
    const place = (from + to - 1) / 2;
    for (let i = from; i < to; i++) ranks[order[i]!] = n === 1 ? 0 : 0.5 - place / (n - 1);
    from = to;
  }
  return ranks;
}

/** Mean and deviation (over n). */
export function moments(values: ArrayLike<number>): { mean: number; std: number } {
  let mean = 0;
  for (let i = 0; i < values.length; i++) mean += values[i]! / values.length;
  let variance = 0;
  for (let i = 0; i < values.length; i++) variance += (values[i]! - mean) ** 2 / values.length;
  return { mean, std: Math.sqrt(variance) };
}
