// What multiplies ∇log π(a|s) at each step of an episode.
import { standardize } from '../statistics.js';

/** `G_t = r_t + γ·G_{t+1}`, with `tail` as what follows the last step (0 unless an episode was cut short). */
export function discountedReturns(rewards: ArrayLike<number>, gamma: number, tail = 0): Float32Array {
  const returns = new Float32Array(rewards.length);
  let value = tail;
  for (let t = rewards.length - 1; t >= 0; t--) {
    value = rewards[t]! + gamma * value;
    returns[t] = value;
  }
  return returns;
}

/** `γ^t·(T - t)` scaled to mean 0 and unbiased deviation 1; a single step has weight 0. */
export function bookWeights(length: number, gamma: number): Float32Array {
  return standardize(
    Float32Array.from({ length }, (_, t) => gamma ** t * (length - t)),
    1e-7,
  );
}
