// Choosing among values that lie next to each other; `masks` holds 1 or 0 per action from `maskFrom` on.
import { UserError } from '../../io/errors.js';
import type { Generator } from '../../random/index.js';

type Mask = ArrayLike<number> | undefined;

/**
 * The legal action of the largest value among `values[from]` … `values[from + n - 1]`.
 *
 * @param rng draws among equals; absent: the first of them
 */
export function bestAction(
  values: ArrayLike<number>,
  from: number,
  n: number,
  masks: Mask,
  maskFrom: number,
  rng?: Generator,
): number {
  let best = -1;
  let equals = 0;
  for (let a = 0; a < n; a++) {
    if (masks && masks[maskFrom + a] === 0) continue;
    const value = values[from + a]!;
    if (best < 0 || value > values[from + best]!) {
      best = a;
      equals = 1;
    } else if (value === values[from + best]!) equals++;
  }
  if (best < 0)
    throw new UserError('An action mask allows no action; end the episode instead (terminated: true).');
  if (!rng || equals === 1) return best;
  const top = values[from + best]!;
  let chosen = rng.integers(equals);
  for (let a = best; ; a++) {
    if (values[from + a] !== top || (masks && masks[maskFrom + a] === 0)) continue;
    if (chosen-- === 0) return a;
  }
}

/** The mean over an ε-greedy policy of the values of legal actions. */
export function epsilonGreedyMean(
  values: ArrayLike<number>,
  n: number,
  masks: Mask,
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
