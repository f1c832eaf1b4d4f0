// What an ε-greedy policy may expect in a state.

/** The mean over an ε-greedy policy of the values of legal actions; `masks` holds 1 or 0 per action from `maskFrom` on. */
export function epsilonGreedyMean(
  values: ArrayLike<number>,
  n: number,
  masks: ArrayLike<number> | undefined,
  maskFrom: number,
  epsilon: number,
): number {
  let best = -Infinity;
  let sum = 0;
  let legal = 0;
  for (let a = 0; a < n; a++) {
    if (masks && masks[maskFrom + a] === 0) continue;
    legal++;
    sum += values[a]!;
    if (values[a]! > best) best = values[a]!;
  }
  return (1 - epsilon) * best + (epsilon * sum) / legal;
}
