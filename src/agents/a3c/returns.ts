// Scaling of returns.

/** Scales the numbers, in place, so that the sum of their squares is 1; zeros stay. */
export function normalizeL2(values: Float64Array): Float64Array {
  let squares = 0;
  for (const value of values) squares += value * value;
  const length = Math.max(Math.sqrt(squares), 1e-12);
  for (let i = 0; i < values.length; i++) values[i]! /= length;
  return values;
}
