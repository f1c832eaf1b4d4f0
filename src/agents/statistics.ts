// Statistics of small arrays.

/** Scales to mean 0 and unbiased deviation 1, in place; equal numbers become 0. */
export function standardize<T extends { readonly length: number; [index: number]: number }>(
  values: T,
  epsilon = 1e-8,
): T {
  const { mean, squares } = spread(values);
  const n = values.length;
  const deviation = n > 1 ? Math.sqrt(squares / (n - 1)) : 0;
  for (let i = 0; i < n; i++) values[i] = (values[i]! - mean) / (deviation + epsilon);
  return values;
}

/** 1 - Var(returns - values) / Var(returns): 1 is a perfect critic, 0 a constant one; 0 too when returns do not vary. */
export function explainedVariance(values: Float32Array, returns: Float32Array): number {
  const total = spread(returns).squares;
  return total === 0 ? 0 : 1 - spread(returns.map((value, i) => value - values[i]!)).squares / total;
}

/** Mean and sum of squared deviations from it. */
function spread(values: ArrayLike<number>): { mean: number; squares: number } {
  let mean = 0;
  for (let i = 0; i < values.length; i++) mean += values[i]! / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
  return { mean, squares };
}
