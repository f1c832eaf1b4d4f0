// What multiplies ∇log π(a|s) at each step of an episode.
import { standardize } from '../statistics.js';

/** `γ^t·(T - t)` scaled to mean 0 and unbiased deviation 1; a single step has weight 0. */
export function bookWeights(length: number, gamma: number): Float32Array {
  return standardize(
    Float32Array.from({ length }, (_, t) => gamma ** t * (length - t)),
    1e-7,
  );
}
